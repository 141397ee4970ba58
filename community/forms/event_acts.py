"""Calling an event off, giving it more dates, deciding about it -> clean values."""

from typing import Any

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from profiles.forms import DateField

from ..services.event_series import Every


class CallOffForm(ForumForm):
    """Why it does not take place."""

    why = OneLine(
        label="A sentence for those who wanted to come",
        max_length=300,
        required=False,
        help_text="It stands on the page, in calendars and in mails to those who booked.",
    )


class RepeatForm(ForumForm):
    """How often, and until when."""

    every = forms.ChoiceField(
        label="How often does it come again?", choices=Every.choices, widget=forms.RadioSelect
    )
    until = DateField(
        label="Until which day?",
        error_messages={"required": "Give the last day."},
        help_text="Twelve months ahead at most, and 60 dates. Say so again when they are over.",
    )
    sure = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)


class EventDecisionForm(ForumForm):
    """A custodian's decision about an event, and about the other dates of its series."""

    comment = PlainText(
        label="What has to change, or why not?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The author reads this. Needed unless you publish.",
    )
    whole = forms.BooleanField(label="Publish all that came with it", required=False)
    decision = forms.ChoiceField(
        choices=[("approve", "Publish"), ("changes", "Ask for changes"), ("reject", "Refuse")],
        error_messages={
            "required": "Choose one of the three answers.",
            "invalid_choice": "Choose one of the three answers.",
        },
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, beside: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if beside:
            noun = "other" if beside == 1 else "others"
            self.fields["whole"].label = f"Publish it and the {beside} {noun} that came with it"
        else:
            del self.fields["whole"]

    def clean(self) -> dict[str, Any]:
        """An author who must mend something has to know what."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") in ("changes", "reject") and not cleaned.get("comment"):
            self.add_error("comment", "Say what needs to change, or why not.")
        return cleaned
