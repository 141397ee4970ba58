"""Meetings and events with booking sheets for tests, and those who book."""

import datetime
import itertools
import uuid
from typing import Any

from django.utils import timezone

from community.models import (
    Booking,
    BookingSheet,
    Event,
    EventState,
    Meeting,
    MeetingSeries,
    SheetPart,
)
from community.services import bookings
from community.services.booking_sheets import open_sheet
from tests.factories.profiles import CustodianFactory, UserFactory

_parts = itertools.count(1)
WEEK = datetime.timedelta(days=7)


def soon(days: float = 7) -> datetime.datetime:
    """So many days from now, to the minute."""
    return (timezone.now() + datetime.timedelta(days=days)).replace(second=0, microsecond=0)


def announced(**values: Any) -> Meeting:
    """A meeting in a week that everybody can see. ``starts`` for another time."""
    starts = values.pop("starts", None) or soon()
    series, _ = MeetingSeries.objects.get_or_create(title="Meetings of the Forum")
    known = {
        "title": "Open data and health",
        "series": series,
        "starts": starts,
        "ends": starts + datetime.timedelta(minutes=85),
        "on": timezone.localdate(starts),
        "part": next(_parts),
        "place": "Room 3, Margaret Street",
        "announced_at": timezone.now(),
        "uid": f"{uuid.uuid4()}@forum.example",
        "changed_at": timezone.now(),
    }
    return Meeting.objects.create(**{**known, **values})


def published(**values: Any) -> Event:
    """A live event in a week."""
    starts = values.pop("starts", None) or soon()
    number = next(_parts)
    known = {
        "title": f"Data camp {number}",
        "slug": f"data-camp-{number}",
        "starts": starts,
        "ends": starts + datetime.timedelta(hours=6),
        "place": "The library",
        "live": True,
    }
    event = Event.objects.create(**{**known, **values})
    EventState.objects.get_or_create(
        event=event,
        defaults={"uid": f"{uuid.uuid4()}@forum.example", "changed_at": timezone.now()},
    )
    return event


def sheet_of(gathering: Any = None, *, by: Any = None, **values: Any) -> BookingSheet:
    """A sheet as a custodian opens it; ``parts`` may be plain titles."""
    parts = [
        part if isinstance(part, dict) else {"title": part, "places": None, "food": False}
        for part in values.pop("parts", ())
    ]
    made = open_sheet(gathering or announced(), by=by or CustodianFactory(), parts=parts, **values)
    return BookingSheet.objects.for_pages().get(pk=made.pk)


def booked(sheet: BookingSheet, user: Any = None, **said: Any) -> Booking:
    """What somebody with an account booked."""
    user = user or UserFactory()
    parts = said.pop("parts", list(SheetPart.objects.filter(sheet=sheet)))
    return bookings.book(sheet, by=user, parts=parts, **{"name": user.name, **said})


def asked(sheet: BookingSheet, address: str = "guest@elsewhere.example", **said: Any) -> Booking:
    """What a guest asked for and has not confirmed."""
    bookings.ask_as_guest(sheet, address=address, **{"name": "Guest Person", **said})
    return Booking.objects.for_pages().get(sheet=sheet, guest_address=address)


def move_gathering(sheet: BookingSheet, *, starts: datetime.datetime) -> BookingSheet:
    """Set its time past every rule, as if so long had gone by."""
    gathering: Any = sheet.gathering
    length = gathering.ends - gathering.starts
    type(gathering).objects.filter(pk=gathering.pk).update(starts=starts, ends=starts + length)
    return BookingSheet.objects.for_pages().get(pk=sheet.pk)
