"""What is typed about items, papers and updates -> clean values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from profiles.documents import LARGEST
from profiles.models import User

from ..choices.agenda import ItemKind
from ..models.agenda import (
    CONTACT_LENGTH,
    NAME_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    UPDATE_LENGTH,
    AgendaItem,
    Paper,
)

TOO_LARGE = "This file is larger than 5 MB. Save it without large pictures."
ACCESSIBLE = (
    "I checked that it can be read aloud: real headings and text, words for each picture, "
    "and nothing that only a colour says"
)


class ItemForm(ChangingForm):
    """One item of an agenda."""

    title = OneLine(label="What is it about?", max_length=TITLE_LENGTH)
    kind = forms.ChoiceField(
        label="What is it?",
        choices=ItemKind.choices,
        initial=ItemKind.ORDINARY,
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=0,
        max_value=600,
        help_text="The times of the agenda follow from it.",
    )
    owner_name = OneLine(
        label="Who presents it?",
        max_length=NAME_LENGTH,
        required=False,
        help_text="As it is published. Ask them first.",
    )
    owner_address = OneLine(
        label="Their sign-in address here, if they have one",
        max_length=254,
        required=False,
        help_text="Never shown. They are told by mail, and say themselves whether they can be reached.",
    )
    contact = OneLine(
        label="How can they be reached?",
        max_length=CONTACT_LENGTH,
        required=False,
        help_text="Only for somebody without a sign-in here who said yes to it being published.",
    )
    contact_shown = forms.BooleanField(
        label="They said yes to this being published", required=False
    )
    text = PlainText(
        label="More about it",
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_owner_address(self) -> str:
        address = self.cleaned_data["owner_address"]
        if address and not _user(address):
            raise ValidationError(
                "Nobody signs in with this address. Leave it empty: the name is enough."
            )
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        contact, agreed = cleaned.get("contact"), cleaned.get("contact_shown")
        if contact and cleaned.get("owner_address"):
            self.add_error("contact", "Whoever signs in here says this themselves. Leave it empty.")
        elif contact and not agreed:
            self.add_error("contact_shown", "Tick that they said yes, or leave the contact empty.")
        elif agreed and not contact and not cleaned.get("owner_address"):
            self.add_error("contact", "Say how they can be reached, or take the tick away.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        found = dict(self.content)
        address = found.pop("owner_address")
        return {**found, "owner": _user(address) if address else None}


def words_of_item(item: AgendaItem) -> dict[str, Any]:
    """What is saved of an item, for its form. What its presenter said themselves is not asked again."""
    names = ("title", "kind", "minutes", "owner_name", "text")
    owned = item.owner is not None
    return {
        **{name: getattr(item, name) for name in names},
        "owner_address": item.owner.email if item.owner is not None else "",
        "contact": "" if owned else item.contact,
        "contact_shown": False if owned else item.contact_shown,
    }


class ContactForm(ChangingForm):
    """A presenter's own yes or no."""

    contact = OneLine(
        label="How can people reach you about it?",
        max_length=CONTACT_LENGTH,
        required=False,
        help_text="A mail address, a telephone number or a page, as you want it published.",
    )
    contact_shown = forms.BooleanField(label="Show this beside my item", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        silent = cleaned.get("contact_shown") and not cleaned.get("contact")
        if silent and "contact" not in self.errors:
            self.add_error("contact", "Say how you can be reached, or take the tick away.")
        return cleaned


class PaperForm(ForumForm):
    """A file or an address, and for whom."""

    title = OneLine(label="What is it called?", max_length=TITLE_LENGTH)
    file = forms.FileField(
        label="A file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.pptx,.odp"}),
        help_text="PDF, DOCX, ODT, PPTX or ODP, 5 MB at most, without macros or a password.",
    )
    link = forms.URLField(
        label="Or where it lies on the web",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter an address that starts with https://"},
    )
    members_only = forms.BooleanField(
        label="Only for members: people signed in, of a confirmed organisation", required=False
    )
    accessible = forms.BooleanField(
        label=ACCESSIBLE,
        required=False,
        help_text="Without a tick, its page says how to ask for it in another format.",
    )

    def clean_file(self) -> File[Any] | None:
        upload = self.cleaned_data["file"]
        if upload is not None and (upload.size or 0) > LARGEST:
            raise ValidationError(TOO_LARGE)
        return upload

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise ValidationError("Enter an address that starts with https://")
        return link

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, link = cleaned.get("file"), cleaned.get("link")
        if not self.errors and (file is None) == (not link):
            self.add_error("file", "Choose a file or give an address, one of the two.")
        return cleaned


class PaperChangeForm(ChangingForm):
    """What may change about a paper: not what is in it."""

    title = OneLine(label="What is it called?", max_length=TITLE_LENGTH)
    members_only = PaperForm.base_fields["members_only"]
    accessible = PaperForm.base_fields["accessible"]


def words_of_paper(paper: Paper) -> dict[str, Any]:
    """What is saved of a paper, for its form."""
    return {name: getattr(paper, name) for name in ("title", "members_only", "accessible")}


class UpdateForm(ChangingForm):
    """A page from an organisation."""

    text = PlainText(
        label="What should the others know?",
        max_length=UPDATE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="A page at most, 3,000 characters. Everybody can read it. Emptied, it is taken back.",
    )


def _user(address: str) -> User | None:
    return User.objects.filter(email__iexact=address, is_active=True).first()
