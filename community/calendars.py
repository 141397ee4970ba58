"""Calendar files (iCalendar, RFC 5545) of what takes place.

The same record gives the same bytes: the identity, the number of the version and the stamp come
from the row, never from the clock.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

LONDON = ZoneInfo("Europe/London")
TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar. ``stamp`` is when anything it shows last changed."""

    uid: str
    sequence: int
    stamp: datetime.datetime
    starts: datetime.datetime
    ends: datetime.datetime
    title: str
    path: str
    text: str = ""
    where: str = ""
    called_off: bool = False


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar with the rules of Birmingham's time, in the order given."""
    found = Calendar()
    found.add("prodid", "-//West Midlands Open Data Forum//Calendar//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    empty = True
    for entry in entries:
        found.add_component(_event(entry))
        empty = False
    if not empty:
        found.add_missing_timezones()
    return found.to_ical()


def _event(entry: Entry) -> Event:
    address = f"{settings.PUBLIC_BASE_URL}{entry.path}"
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts.astimezone(LONDON))
    event.add("dtend", entry.ends.astimezone(LONDON))
    event.add("summary", f"Called off: {entry.title}" if entry.called_off else entry.title)
    event.add("description", f"{entry.text}\n{address}".strip())
    event.add("url", address)
    if entry.where:
        event.add("location", entry.where)
    event.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
    return event
