"""Who was there, as a custodian types it."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.core.exceptions import ValidationError

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from profiles.models import Organisation

from ..attendance_lines import Line, LinesUnclear, read_lines
from ..choices.notes import Presence
from ..models import Attendance
from ..models.attendance import INITIALS_LENGTH, NAME_LENGTH, ORGANISATION_LENGTH

PASTED = 40_000


class LinesForm(ForumForm):
    """Many at once: one line each. Shown back before anything is saved."""

    lines = PlainText(
        label="People, one line each",
        max_length=PASTED,
        help_text="Name (Organisation). A line with only an organisation in brackets is fine. "
        "Initials that differ from the name go in square brackets: Una Kay [UKY] (Aston).",
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    state = forms.ChoiceField(
        label="How they stood to the meeting", choices=Presence.choices, initial=Presence.ATTENDED
    )
    named = forms.BooleanField(
        label="All of these said yes to being named in the published notes",
        required=False,
        help_text="Without a yes only their organisation is shown. You can change it line by line.",
    )

    def clean_lines(self) -> list[Line]:
        """What each line says."""
        try:
            read = read_lines(self.cleaned_data["lines"])
        except LinesUnclear as error:
            raise ValidationError(error.sentences) from None
        self.read = read
        return read


class PersonFields(ForumForm):
    """Somebody by name, organisation, account and consent."""

    user: Any = None
    name = OneLine(label="Name", max_length=NAME_LENGTH, required=False)
    organisation = OneLine(
        label="Organisation",
        max_length=ORGANISATION_LENGTH,
        required=False,
        help_text="The name of one that is here, or any other as they write it.",
    )
    account = forms.EmailField(
        label="E-mail address of their account",
        required=False,
        max_length=254,
        help_text="With it they see their own actions and are reminded of them.",
    )
    named = forms.BooleanField(
        label="They said yes to being named in what is published", required=False
    )

    def clean_account(self) -> str:
        """The address, as the account has it: whose it is stands in ``user``."""
        address = self.cleaned_data["account"].strip().lower()
        row = EmailAddress.objects.filter(email__iexact=address, verified=True).first()
        if address and row is None:
            raise ValidationError("No account here has confirmed this address.")
        self.user = row.user if row else None
        return self.user.email if self.user else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and not cleaned.get("organisation"):
            self.add_error("name", "Write a name, or at least an organisation.")
        if cleaned.get("named") and not cleaned.get("name"):
            self.add_error("name", "Who is to be named needs a name.")
        return cleaned

    def person(self) -> dict[str, Any]:
        """The values for a row that names somebody."""
        typed = self.cleaned_data["organisation"]
        here = Organisation.objects.filter(name__iexact=typed).first() if typed else None
        return {
            "name": self.cleaned_data["name"],
            "organisation": here,
            "organisation_name": "" if here else typed,
            "user": self.user,
            "named": self.cleaned_data["named"],
        }


class AttendanceForm(ChangingForm, PersonFields):
    """One line of attendance."""

    initials = OneLine(label="Initials in the notes", max_length=INITIALS_LENGTH, required=False)
    state = forms.ChoiceField(label="How they stood to the meeting", choices=Presence.choices)
    field_order = ["name", "initials", "organisation", "state", "named", "account"]

    def __init__(self, *args: Any, row: Attendance, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": row.name,
            "initials": row.initials,
            "organisation": row.body,
            "state": row.state,
            "named": row.named,
            "account": row.user.email if row.user else "",
        }
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """What is saved."""
        more = {"initials": self.cleaned_data["initials"], "state": self.cleaned_data["state"]}
        return {**self.person(), **more}
