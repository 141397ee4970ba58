"""A hack proposal on one page: what would be tried, on which data, for whom."""

from django import forms

from common.forms import OneLine, PlainText
from mission.models import District, Theme

from ..choices import Sensitivity
from .steps import StepForm


class ProposalForm(StepForm):
    """Short enough to be printed on one page and passed round."""

    title = OneLine(
        label="Give it a short title",
        max_length=120,
        help_text="Such as: Where could people walk more?",
        error_messages={"required": "Give it a short title."},
    )
    description = PlainText(
        label="What would you like to find out or make?",
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What somebody could try in a day or a weekend.",
        error_messages={"required": "Say what you would like to find out or make."},
    )
    benefit = PlainText(
        label="Who would benefit?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say who would benefit."},
    )
    data_note = PlainText(
        label="What data is there?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="If there is none yet, say so. Never put anybody’s details here.",
        error_messages={"required": "Say what data there is, or that there is none yet."},
    )
    sensitivity = forms.ChoiceField(
        label="Who may see the data?",
        choices=Sensitivity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may see the data."},
    )
    touches_vulnerable = forms.BooleanField(
        label="It has to do with children, or with adults at risk",
        required=False,
        help_text="In the data, or because somebody who helps would meet them.",
    )
    result = PlainText(
        label="What would be good to have at the end?",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    district = forms.ModelChoiceField(
        label="In which area?",
        queryset=District.objects.all(),
        required=False,
        empty_label="No one area",
    )
    themes = forms.ModelMultipleChoiceField(
        label="What is it about?",
        queryset=Theme.objects.all(),
        # By slug: a number too large for the database would be a server error.
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    many = ("themes",)

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"is_proposal": True}
