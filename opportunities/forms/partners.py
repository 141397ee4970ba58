"""Asking to be part of what another organisation posted, and the answer."""

from typing import Any

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from profiles.forms.memberships import OrganisationByName
from profiles.models import Organisation

from ..partner_choices import MOST_SEATS_ADDED, Weekday


class CosponsorForm(ForumForm):
    """We have this too: in our words, with the places and the data that we add."""

    organisation = forms.ModelChoiceField(
        label="Which organisation asks?",
        queryset=Organisation.objects.none(),
        empty_label=None,
        to_field_name="slug",
    )
    words = PlainText(
        label="What is the same with you?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Those who posted it read this, and nobody else.",
    )
    seats = forms.IntegerField(
        label="How many places do you add?",
        min_value=0,
        max_value=MOST_SEATS_ADDED,
        initial=0,
        help_text="None is fine: then you share the answer.",
    )
    data_note = PlainText(
        label="Which data do you bring?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Those who posted it read this, and can add it to the text that everybody reads.",
    )
    draft = OneLine(max_length=140, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisations: Any, draft: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        if draft is None:
            del self.fields["draft"]
        if len(organisations) == 1:
            field.initial = organisations[0].slug
            field.widget = forms.HiddenInput()


class ShareForm(ForumForm):
    """Two small bodies, one analyst: who has them on which days, and for how many hours."""

    organisation = OrganisationByName(
        label="Which organisation shares it with you?", help_text="Its name, or a part of it."
    )
    words = PlainText(
        label="What do you say to them?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Their leads read this, and nobody else.",
    )
    host_days = forms.MultipleChoiceField(
        label="Your days", choices=Weekday.choices, widget=forms.CheckboxSelectMultiple
    )
    host_hours = forms.IntegerField(label="Your hours a week", min_value=1, max_value=59)
    partner_days = forms.MultipleChoiceField(
        label="Their days", choices=Weekday.choices, widget=forms.CheckboxSelectMultiple
    )
    partner_hours = forms.IntegerField(label="Their hours a week", min_value=1, max_value=59)

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].seen_by = reader  # type: ignore[attr-defined]


class PartnerAnswerForm(ForumForm):
    """Yes, no with a reason, or leaving: which, the button says."""

    reason = PlainText(
        label="What do you say to them?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read it in our mail. A no needs a sentence.",
    )

    def __init__(self, *args: Any, answer: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer = answer

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.answer == "decline" and not cleaned.get("reason") and not self.errors:
            self.add_error("reason", "Say why, in a sentence.")
        return cleaned
