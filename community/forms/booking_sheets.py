"""A booking sheet as a custodian fills it in."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from common.forms import ForumForm, OneLine
from common.stale import ChangingForm

from ..choices.bookings import LEAD_HOURS
from ..models import BookingSheet, Event, Meeting
from ..models.booking_sheets import PART_LENGTH
from ..services.booking_sheets import MOST_PARTS

MOST_PLACES = 10_000
NO_TIME = "Enter a day and a time, such as 2026-11-24 16:00, or leave it empty."
TWICE = "At this time clocks change in Birmingham. Choose an hour earlier or later."


class LocalTime(forms.DateTimeField):
    """A day and a time in Birmingham. An hour that comes twice, or not at all, is refused in words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
            error_messages={"invalid": NO_TIME},
            **kwargs,
        )

    def to_python(self, value: Any) -> datetime.datetime | None:
        try:
            found = super().to_python(value)
        except ValidationError as error:
            if getattr(error, "code", "") == "ambiguous_timezone":
                raise ValidationError(TWICE, code="twice") from None
            raise
        except OverflowError:
            raise ValidationError(NO_TIME, code="invalid") from None
        if found is not None and not 2000 <= timezone.localtime(found).year <= 2100:
            raise ValidationError("Enter a year between 2000 and 2100.")
        return found


class SheetForm(ChangingForm):
    """How many places, until when, what is asked, and what is mailed when."""

    places = forms.IntegerField(
        label="Places",
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text="Empty means no limit. Once they are taken, people join a waiting list.",
    )
    opens_at = LocalTime(
        label="Booking opens", required=False, help_text="Empty means now. In Birmingham’s time."
    )
    closes_at = LocalTime(
        label="Booking closes",
        required=False,
        help_text="Empty means when it starts. For a caterer, close some days before.",
    )
    join_link = OneLine(
        label="Link to join online",
        max_length=500,
        required=False,
        help_text="Shown and mailed only to those who have a place.",
    )
    asks_diet = forms.BooleanField(label="Ask what people eat", required=False)
    asks_access = forms.BooleanField(label="Ask what helps people to take part", required=False)
    lead_hours = forms.MultipleChoiceField(
        label="Remind those who booked",
        required=False,
        choices=[(str(hours), words) for hours, words in LEAD_HOURS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    purge_days = forms.IntegerField(
        label="Delete the bookings after how many days?",
        min_value=7,
        max_value=90,
        help_text="From its end. How many booked and came is kept.",
    )

    def __init__(self, *args: Any, gathering: Event | Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathering = gathering
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"part_{number}_title"] = OneLine(
                label=f"Part {number} of the day",
                max_length=PART_LENGTH,
                required=False,
                help_text="Such as: The meeting. Leave all four empty if there is one thing to book."
                if number == 1
                else "Such as: Lunch, 1 to 2 pm."
                if number == 2
                else "",
            )
            self.fields[f"part_{number}_places"] = forms.IntegerField(
                label=f"Places in part {number}",
                required=False,
                min_value=1,
                max_value=MOST_PLACES,
            )
            self.fields[f"part_{number}_food"] = forms.BooleanField(
                label=f"Food is served in part {number}", required=False
            )
        self.order_fields(["places", "opens_at", "closes_at", "join_link"])

    def clean_join_link(self) -> str:
        """Plain https, or nothing."""
        typed = self.cleaned_data["join_link"]
        if typed:
            URLValidator(
                schemes=["https"], message="Give the whole link, beginning with https://."
            )(typed)
        return typed

    def clean(self) -> dict[str, Any]:
        """Times in order, and no part without a name or with somebody else's."""
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "Booking closes before it opens. Check both times.")
        if opens and opens >= self.gathering.starts:
            self.add_error("opens_at", "This is after it starts, so nobody could book.")
        titles: list[str] = []
        for number in range(1, MOST_PARTS + 1):
            title = cleaned.get(f"part_{number}_title", "")
            if title and title.casefold() in titles:
                self.add_error(f"part_{number}_title", "Two parts have this name. Change one.")
            if not title and (
                cleaned.get(f"part_{number}_places") or cleaned.get(f"part_{number}_food")
            ):
                self.add_error(f"part_{number}_title", "Name this part, or empty the rest of it.")
            titles.append(title.casefold())
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """For the verb: parts and reminders as rows."""
        content = self.content
        parts = [
            {
                "title": content.pop(f"part_{number}_title"),
                "places": content.pop(f"part_{number}_places"),
                "food": content.pop(f"part_{number}_food"),
            }
            for number in range(1, MOST_PARTS + 1)
        ]
        content["lead_hours"] = [int(hours) for hours in content["lead_hours"]]
        return {**content, "parts": parts}


def stored(sheet: BookingSheet | None) -> dict[str, Any]:
    """The form's answers as they are saved; for a new sheet, what most need."""
    if sheet is None:
        return {"asks_access": True, "purge_days": 28, "lead_hours": ["48"]}
    names = (
        *("places", "opens_at", "closes_at", "join_link"),
        *("asks_diet", "asks_access", "purge_days"),
    )
    found: dict[str, Any] = {name: getattr(sheet, name) for name in names}
    found["lead_hours"] = [str(row.hours) for row in sheet.reminders.all()]
    for part in sheet.parts.all():
        found[f"part_{part.order + 1}_title"] = part.title
        found[f"part_{part.order + 1}_places"] = part.places
        found[f"part_{part.order + 1}_food"] = part.food
    return found


class SheetAct(ForumForm):
    """A button of the sheet's own page."""
