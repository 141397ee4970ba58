"""What people type about what they give -> clean values."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone

from common.forms import OneLine, PlainText
from common.stale import ChangingForm
from mission.models import District, Theme

from ..choices import InReturn, OfferKind, OrganisationKind
from ..models import Organisation
from .dates import DateField

COHORT = {
    "seats": "Say how many students there are in the cohort.",
    "module": "Say which module or course it is.",
    "starts": "Say when the term begins.",
    "ends": "Say when the term ends.",
}


class OfferForm(ChangingForm):
    """What do you offer, and what would you like in return?"""

    organisation = forms.ModelChoiceField(
        label="Who gives it?",
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="I do, for myself",
    )
    kind = forms.ChoiceField(
        label="What do you offer?", choices=OfferKind.choices, widget=forms.RadioSelect
    )
    title = OneLine(
        label="In one line",
        max_length=120,
        help_text="For example: A mapping specialist, for two half-days.",
    )
    summary = OneLine(label="What would somebody get?", max_length=240)
    description = PlainText(label="More about it", max_length=5000, required=False)
    district = forms.ModelChoiceField(
        label="Where?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="Anywhere in the region",
    )
    remote = forms.BooleanField(label="It can be done remotely", required=False, initial=True)
    starts = DateField(label="From", required=False)
    ends = DateField(label="Until", required=False)
    hours = forms.IntegerField(label="Hours in all", required=False, min_value=1, max_value=5000)
    capacity = forms.IntegerField(
        label="How many groups could you help?", min_value=1, max_value=50, initial=1
    )
    seats = forms.IntegerField(
        label="How many seats, or students in the cohort?",
        required=False,
        min_value=1,
        max_value=2000,
        help_text="For training, a venue or a cohort.",
    )
    module = OneLine(
        label="Which module or course?",
        max_length=160,
        required=False,
        help_text="For a cohort: its name, and the stage of the students.",
    )
    who_may_ask = forms.MultipleChoiceField(
        label="Who may ask for it?",
        choices=OrganisationKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none if anybody may.",
    )
    asks = forms.MultipleChoiceField(
        label="What would you like in return?",
        choices=InReturn.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Asking for nothing is fine, and never counts against you.",
    )
    in_return = PlainText(label="In your own words", max_length=1000, required=False)
    themes = forms.ModelMultipleChoiceField(
        label="Which themes do you care about?",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.spoken_for_by(user)

    def clean(self) -> dict:
        """Dates in order, and not all in the past."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts"), cleaned.get("ends")
        if start and end and end < start:
            self.add_error("ends", "The end must not be before the start.")
        if end and end < timezone.localdate():
            self.add_error("ends", "This day has passed. Choose a later one or leave it empty.")
        if cleaned.get("kind") == OfferKind.COHORT:
            for name, sentence in COHORT.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def hold_back_errors(self) -> None:
        """Show what was typed as it is: nobody has tried to send it yet."""
        self._errors = ErrorDict()
