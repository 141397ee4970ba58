"""What somebody says when they book: a name for the badge, what they stay for, what they need."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.forms import ForumForm, OneLine, PlainText
from common.stale import ChangingForm
from profiles import names

from ..choices.bookings import Diet
from ..models import Booking, BookingSheet, SheetPart
from ..models.bookings import ACCESS_LENGTH, DIET_LENGTH, NAME_LENGTH, ORGANISATION_LENGTH

MEETS = "Suggest three people for me to meet over lunch"
WHO_SEES = (
    "The three are told your name, your organisation and why you two should meet: what one asks for and "
    "the other offers, and skills and themes from your profile where it is not private. You are told "
    "the same of them. Custodians see who sits where. You can take this back at any time."
)
WITHOUT_LUNCH = "This is over lunch. Tick lunch above as well, or leave this out."
WHO_READS = "The organisers and the host read this without your name."


class _Asked(forms.Form):
    """The questions of one sheet; what it does not ask is not there."""

    name = OneLine(label="Your name, as on your badge", max_length=NAME_LENGTH)
    organisation_name = OneLine(
        label="Organisation", max_length=ORGANISATION_LENGTH, required=False
    )

    def _ask(self, sheet: BookingSheet, has: Sequence[str] = (), *, meets: bool = False) -> None:
        self.offered: list[SheetPart] = list(sheet.parts.all())
        if self.offered:
            self.fields["parts"] = forms.MultipleChoiceField(
                label="What do you stay for?",
                choices=[(str(part.pk), _part_label(part, has)) for part in self.offered],
                initial=[str(part.pk) for part in self.offered if not part.food],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": "Tick what you stay for."},
            )
        self.lunch = sheet.lunch if meets else None
        if self.lunch is not None:
            self.fields["meets"] = forms.BooleanField(
                label=MEETS, help_text=WHO_SEES, required=False
            )
        if sheet.asks_diet:
            self.fields["diet"] = forms.ChoiceField(
                label="What do you eat?", choices=Diet.choices, required=False
            )
            self.fields["diet_text"] = OneLine(
                label="Allergies, or anything else for the kitchen",
                max_length=DIET_LENGTH,
                required=False,
                help_text=WHO_READS,
            )
        if sheet.asks_access:
            self.fields["access_needs"] = PlainText(
                label="What helps you to take part?",
                max_length=ACCESS_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=f"Step-free access, a hearing loop, large print. {WHO_READS}",
            )

    def clean_name(self) -> str:
        """Letters of one alphabet in a word, and some letters."""
        name = self.cleaned_data["name"]
        if said := names.wrong(name):
            raise forms.ValidationError(said)
        return name

    def clean(self) -> dict[str, Any]:
        """Nobody is seated at a lunch that they do not stay for."""
        cleaned = super().clean() or {}
        lunch = str(self.lunch.pk) if self.lunch is not None else ""
        if lunch and cleaned.get("meets") and lunch not in cleaned.get("parts", ()):
            self.add_error("meets", WITHOUT_LUNCH)
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """The answers, for the verb: parts as rows."""
        content = self.content  # type: ignore[attr-defined]
        chosen: Sequence[str] = content.pop("parts", ())
        content["parts"] = [part for part in self.offered if str(part.pk) in chosen]
        return content


class BookingForm(_Asked, ForumForm):
    """Book a place. Without an account an address is asked, which has to be confirmed."""

    def __init__(self, *args: Any, sheet: BookingSheet, guest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask(sheet, meets=not guest)
        if guest:
            self.fields["address"] = forms.EmailField(
                label="Your e-mail address",
                max_length=254,
                help_text="We send a link to it. You have a place once you open the link.",
                error_messages={"invalid": "Write an address such as name@example.org."},
            )
            self.order_fields(["address"])


class ChangeBookingForm(_Asked, ChangingForm):
    """Change what was booked."""

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        initial = {
            name: getattr(booking, name)
            for name in ("name", "organisation_name", "meets", "diet", "diet_text", "access_needs")
        }
        initial["parts"] = [str(one.part_id) for one in booking.chosen.all()]
        super().__init__(*args, initial=initial, **kwargs)
        has = initial["parts"] if booking.holds_place else ()
        self._ask(booking.sheet, has, meets=booking.user_id is not None)


class WalkInForm(ForumForm):
    """Somebody at the door without a booking."""

    name = OneLine(label="Name", max_length=NAME_LENGTH)
    organisation_name = OneLine(
        label="Organisation", max_length=ORGANISATION_LENGTH, required=False
    )


class DoorSearch(forms.Form):
    """A name, or a part of one."""

    q = OneLine(max_length=NAME_LENGTH, required=False)


def _part_label(part: SheetPart, has: Sequence[str]) -> str:
    """What is full is said so, but not to whoever has it."""
    return f"{part.title} (full)" if part.is_full and str(part.pk) not in has else part.title
