"""Calendars as files (RFC 5545): what events and meetings look like to a calendar program.

Everything comes from the records, so the same record gives the same bytes: names of entries stay for
ever, ``DTSTAMP`` is when the record last changed, and no clock is asked.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse

from common.text import has_controls

from .clock import local

LONGEST_LINE = 75
PRODUCT = "-//West Midlands Open Data Forum//Calendar//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"
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
    """One entry of a calendar, whatever it is of."""

    uid: str
    title: str
    starts: datetime.datetime
    ends: datetime.datetime
    place: str
    summary: str
    url: str
    changed_at: datetime.datetime
    sequence: int = 0
    cancelled: bool = False


def calendar(name: str, entries: Iterable[Entry]) -> str:
    """The text of a calendar file. Times are Birmingham's; the hour that comes twice is said in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Europe/London"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H", *TIME_ZONE]
    for entry in entries:
        lines += _entry(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def answer(name: str, entries: Iterable[Entry], *, file_name: str) -> HttpResponse:
    """A calendar as an answer to a request: programs read it, browsers offer to keep it."""
    return HttpResponse(
        calendar(name, entries),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'inline; filename="{file_name}"'},
    )


def _entry(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{_utc(entry.changed_at)}"
    yield f"LAST-MODIFIED:{_utc(entry.changed_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART{_when(entry.starts)}"
    yield f"DTEND{_when(entry.ends)}"
    title = f"Called off: {entry.title}" if entry.cancelled else entry.title
    yield f"SUMMARY:{escaped(title)}"
    if entry.summary:
        yield f"DESCRIPTION:{escaped(entry.summary)}"
    if entry.place:
        yield f"LOCATION:{escaped(entry.place)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
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
