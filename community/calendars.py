"""Calendars as files (RFC 5545): what events and meetings look like to a calendar program.

Everything comes from the records, so the same record gives the same bytes: names of entries stay for
ever, ``DTSTAMP`` is when the record last changed, and no clock is asked.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from common.text import has_controls

from .clock import local

LONGEST_LINE = 75
PRODUCT = "-//West Midlands Open Data Forum//Calendar//EN"
TYPE = "text/calendar; charset=utf-8"
TIME_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/London",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


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
    """A calendar file, in the order given. Times are Birmingham's; the hour that comes twice is in UTC.

    Written here and not by icalendar, which takes a second for a thousand entries and works the rules
    of the zone out anew each time. That library reads it in the tests.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Europe/London"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H", *TIME_ZONE]
    for entry in entries:
        lines += _entry(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def answer(name: str, entries: Iterable[Entry], *, file_name: str) -> HttpResponse:
    """A calendar as an answer to a request: programs read it, browsers offer to keep it."""
    return HttpResponse(
        calendar(name, entries),
        content_type=TYPE,
        headers={"Content-Disposition": f'inline; filename="{file_name}"'},
    )


def _entry(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{_utc(entry.stamp)}"
    yield f"LAST-MODIFIED:{_utc(entry.stamp)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART{_when(entry.starts)}"
    yield f"DTEND{_when(entry.ends)}"
    title = f"Called off: {entry.title}" if entry.called_off else entry.title
    yield f"SUMMARY:{escaped(title)}"
    address = f"{settings.PUBLIC_BASE_URL}{entry.path}"
    text = f"{entry.text}\n{address}".strip()
    yield f"DESCRIPTION:{escaped(text)}"
    if entry.where:
        yield f"LOCATION:{escaped(entry.where)}"
    yield f"URL:{address}"
    yield f"STATUS:{'CANCELLED' if entry.called_off else 'CONFIRMED'}"
    yield "END:VEVENT"


def _utc(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def _when(moment: datetime.datetime) -> str:
    """By the clocks of Birmingham, so that a program in another place still says whose time it is."""
    here = local(moment)
    other = here.replace(fold=1 - here.fold)
    if here.utcoffset() != other.utcoffset():
        return f":{_utc(moment)}"
    return f";TZID=Europe/London:{here:%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """A text as the value of a property."""
    if has_controls(text):
        text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, never inside a letter; all but the first begin with a space."""
    piece, length, most = "", 0, LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if length + size > most:
            yield piece
            piece, length = " ", 1
        piece += letter
        length += size
    yield piece
