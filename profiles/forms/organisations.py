"""What people type about their organisation -> clean values."""

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from mission.models import District

from .. import domains
from ..choices import OrganisationKind
from ..models import Organisation
from .names import NameField


class MayBeHere(ForumForm):
    """A form that names an organisation, which may be here already under nearly that name."""

    def ask_whether_new(self, *, label: str = "It is none of these: add it") -> None:
        """Say that it may be here already, and put the answer "none of these" before the rest."""
        self.fields["none_of_these"] = forms.BooleanField(label=label, required=False)
        self.order_fields(["none_of_these"])
        self.add_error(
            "none_of_these",
            "This may be here already. Open the ones above, or tick this and save again.",
        )


class OrganisationForm(MayBeHere, ChangingForm):
    """Add or change an organisation."""

    name = NameField(
        label="Name of the organisation", max_length=160, help_text="As people know it."
    )
    kind = forms.ChoiceField(
        label="What kind is it?", choices=OrganisationKind.choices, widget=forms.RadioSelect
    )
    district = forms.ModelChoiceField(
        label="Where is it based?",
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="The whole region, or elsewhere",
    )
    summary = PlainText(
        label="What does it do?",
        max_length=1000,
        required=False,
        help_text="Two or three sentences, for somebody who has never heard of it.",
    )
    website = forms.URLField(
        label="Website",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": "Enter a web address that starts with https://"},
    )

    email_domains = PlainText(
        label="Which domains are its own e-mail addresses at?",
        max_length=500,
        required=False,
        help_text="One a line, such as example.org.uk. People with a confirmed address there are "
        "invited to ask to join; a lead still decides. A new one counts once a custodian has confirmed it.",
    )

    def __init__(self, *args, editing: Organisation | None = None, **kwargs):
        self.editing = editing
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """Refuse a rename to a name that is taken, whatever its case.

        A new one is asked by the verb: sent twice, the form finds its own organisation here.
        """
        name = " ".join(self.cleaned_data["name"].split())
        others = Organisation.objects.filter(name__iexact=name)
        if self.editing and others.exclude(pk=self.editing.pk).exists():
            raise forms.ValidationError(
                "This organisation is already here. Ask one of its leads to add you."
            )
        return name

    def clean_website(self) -> str:
        """Only web addresses."""
        address = self.cleaned_data["website"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError("Enter a web address that starts with https://")
        return address

    def clean_email_domains(self) -> str:
        """One a line, each its own."""
        found = domains.listed(self.cleaned_data["email_domains"])
        wrong = [words for words in map(domains.wrong, found) if words]
        if wrong:
            raise forms.ValidationError(wrong)
        return "\n".join(found)


class NotesForm(ForumForm):
    """How a custodian came to confirm it."""

    notes = PlainText(
        label="How do you know that it is what it says?",
        max_length=1000,
        required=False,
        help_text="Custodians read it, nobody else. Whom you rang, what you looked up.",
    )


class ClosingForm(ForumForm):
    """Why does it close?"""

    reason = OneLine(
        label="Why does it close?",
        max_length=500,
        help_text="Its members and custodians read it.",
    )
