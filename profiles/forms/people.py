"""What people type about themselves -> clean values."""

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from mission.models import District, Theme

from ..choices import Stage, Visibility
from .dates import DateField


class AboutForm(ForumForm):
    """Who are you?"""

    name = OneLine(label="Your name", max_length=120, help_text="Nobody sees it until you say so.")
    stage = forms.ChoiceField(
        label="Which of these is nearest to you now?",
        choices=Stage.choices,
        widget=forms.RadioSelect,
    )
    summary = PlainText(
        label="A few words about you",
        max_length=2000,
        required=False,
        help_text="What you are working on or studying. Leave out your name and address.",
    )
    themes = forms.ModelMultipleChoiceField(
        label="Which themes do you care about?",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class WhenAndWhereForm(ForumForm):
    """When are you free, and where can you get to?"""

    district = forms.ModelChoiceField(
        label="Where do you live or study?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="I would rather not say",
    )
    reach = forms.ModelMultipleChoiceField(
        label="Where else can you get to?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remote = forms.BooleanField(label="I can work from home", required=False)
    available_from = DateField(label="Free from", required=False)
    available_until = DateField(label="Free until", required=False)
    hours_per_week = forms.IntegerField(
        label="Hours a week", required=False, min_value=1, max_value=60
    )

    def clean(self) -> dict:
        """The end must not be before the start."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("available_from"), cleaned.get("available_until")
        if start and end and end < start:
            self.add_error("available_until", "This must not be before the day you are free from.")
        return cleaned


WHO_SEES: dict[str, str] = {
    Visibility.PRIVATE: "Nobody. You are not matched, and nobody sees you.",
    Visibility.MATCHED: "The other side of a match sees your stage, skills and district, "
    "and never your name, until you say yes.",
    Visibility.MEMBERS: "People with a confirmed address see your name and profile.",
    Visibility.PUBLIC: "Anybody sees your name and profile.",
}


class VisibilityForm(ForumForm):
    """Who may see you?"""

    visibility = forms.ChoiceField(
        label="Who may see you?",
        choices=[(value, f"{label}. {WHO_SEES[value]}") for value, label in Visibility.choices],
        widget=forms.RadioSelect,
        help_text="Your e-mail address is shared only after both sides have said yes.",
    )
