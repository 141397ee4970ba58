"""What custodians type about somebody they met, and what those correct who were entered."""

import datetime

from django import forms
from django.utils import timezone

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from mission.models import District

from ..choices import ClaimKind, OrganisationKind, Stage
from ..models import Claimable
from .dates import DateField
from .names import NameField

LONGEST_AGO = datetime.timedelta(days=365)
OF_PERSON = ("name", "stage", "summary", "district")
OF_ORGANISATION = (
    "organisation_name",
    "organisation_kind",
    "name",
    "summary",
    "district",
    "website",
)


NEEDED = {
    "organisation_name": "Write the name of the organisation.",
    "organisation_kind": "Choose what kind it is.",
    "name": "Write the name.",
    "stage": "Choose a stage.",
    "address": "Enter an address. Without one they cannot decide what becomes of this.",
    "met_on": "Say on which day you met.",
    "met_where": "Say where you met.",
    "consent": "Write what they said. Without a yes, enter nobody.",
}


def fields_of(kind: str) -> tuple[str, ...]:
    """What is held about a person, or about an organisation and whom we met of it."""
    return OF_ORGANISATION if kind == ClaimKind.ORGANISATION else OF_PERSON


class AboutThem(ForumForm):
    """What is held; ``kind`` leaves out what does not belong to it."""

    organisation_name = NameField(label="Name of the organisation", max_length=160)
    organisation_kind = forms.ChoiceField(
        label="What kind is it?", choices=OrganisationKind.choices, widget=forms.RadioSelect
    )
    name = NameField(label="Name", max_length=120)
    stage = forms.ChoiceField(label="Stage", choices=Stage.choices, widget=forms.RadioSelect)
    summary = PlainText(
        label="What they do",
        max_length=1000,
        required=False,
        help_text="What was said, in a few plain sentences. No more than they would write themselves.",
    )
    district = forms.ModelChoiceField(
        label="Where?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="The whole region, or elsewhere",
    )
    website = forms.URLField(
        label="Website",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": "Enter a web address that starts with https://"},
    )

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        for field, words in NEEDED.items():
            if field in self.fields:
                self.fields[field].error_messages["required"] = words
        for field in {*OF_PERSON, *OF_ORGANISATION} - set(fields_of(kind)):
            del self.fields[field]
        if kind == ClaimKind.ORGANISATION:
            self.fields["name"].label = "Name of the person you met"
            self.fields["summary"].label = "What it does"

    def clean_website(self) -> str:
        """Only web addresses."""
        address = self.cleaned_data["website"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError("Enter a web address that starts with https://")
        return address


class MetForm(AboutThem):
    """Enter somebody, with their consent."""

    address = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        help_text="They get one mail with a link, and one reminder. Nothing is public or matched "
        "until they take it up.",
        error_messages={"invalid": "Enter an address such as name@example.org.uk."},
    )
    met_on = DateField(label="When did you meet?")
    met_where = OneLine(
        label="Where?",
        max_length=160,
        help_text="For example: the September meeting at the library in Coventry. They read it.",
    )
    consent = PlainText(
        label="What did they say?",
        max_length=500,
        help_text="Their yes, as they said it. For example: “Yes, put me in and send me the link.” "
        "They read it. Without a yes, enter nobody.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["organisation_name", "organisation_kind", "name", "address"])
        self.fields["consent"].widget.attrs["rows"] = 3

    def clean_met_on(self) -> datetime.date:
        """Not to come, and not so long ago that the yes has been forgotten."""
        day, today = self.cleaned_data["met_on"], timezone.localdate()
        if day > today:
            raise forms.ValidationError("This day is still to come.")
        if day < today - LONGEST_AGO:
            raise forms.ValidationError("This is more than a year ago. Ask them again first.")
        return day


class CorrectForm(AboutThem, ChangingForm):
    """Correct what is held about oneself, by the link in the mail."""

    def __init__(self, *args, claimable: Claimable, **kwargs):
        initial = {field: getattr(claimable, field) for field in fields_of(claimable.kind)}
        super().__init__(*args, kind=claimable.kind, initial=initial, **kwargs)
        ours = {"name": "Your name", "stage": "What fits you best?", "summary": "About you"}
        if claimable.kind == ClaimKind.ORGANISATION:
            ours = {"name": "Your name", "summary": "What does it do?"}
        for field, label in ours.items():
            self.fields[field].label = label
            self.fields[field].help_text = ""
