"""An iCalendar file as it came: sizes looked at first, then each entry by itself, rules within limits."""

import datetime
import logging
import re
from collections import Counter
from dataclasses import replace
from typing import Any

from icalendar import Calendar

from ..clock import BIRMINGHAM, local
from .found import EARLIEST, LATEST, Found, Reading, Unreadable, line, lines, shortened, web_address
from .rules import Budget, expand

logger = logging.getLogger(__name__)

MOST_BYTES = 600_000
MOST_ENTRIES = 1_000
MOST_DEPTH = 12
_BEGIN = re.compile(r"^BEGIN:", re.I | re.M)
_ENTRY = re.compile(r"^BEGIN:VEVENT\s*$", re.I | re.M)


def decoded(raw: bytes) -> str:
    """The text of a file. Raises :class:`Unreadable` where it is too large or no text."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(
            f"The file must be {MOST_BYTES // 1000} kB or smaller. Save the months you need as a file."
        )
    if b"\x00" in raw:
        raise Unreadable("This file is not text, so it is no calendar file.")
    for code in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    raise Unreadable("This file is not text, so it is no calendar file.")


def read_calendar(text: str, *, today: datetime.date) -> Reading:
    """What is ahead of ``today``. Raises :class:`Unreadable` with a sentence."""
    if len(text) > MOST_BYTES:
        raise Unreadable(f"This is more than {MOST_BYTES // 1000} kB. Send it in parts.")
    many = len(_ENTRY.findall(text))
    if many > MOST_ENTRIES:
        raise Unreadable(
            f"This file holds {many:,} events. At most {MOST_ENTRIES:,} are read at once: save only the "
            "months you need."
        )
    if not many:
        raise Unreadable("There is no event in this file.")
    _check_depth(text)
    notes: list[str] = []
    rows = list(_entries(text, notes))
    if not rows and not notes:
        notes.append("Its entries could not be read.")
    found = _expanded(rows, today, notes)
    if not found:
        said = " ".join(notes)
        raise Unreadable(f"No event in this file is ahead of us. {said}".strip())
    return Reading(shortened(found, notes), notes)


def _check_depth(text: str) -> None:
    depth = deepest = 0
    for row in re.finditer(r"^(BEGIN|END):", text, re.I | re.M):
        depth += 1 if row[1].upper() == "BEGIN" else -1
        deepest = max(deepest, depth)
    if deepest > MOST_DEPTH:
        raise Unreadable("The parts of this file lie in one another too deep to be a calendar.")


def _entries(text: str, notes: list[str]) -> list[Any]:
    """The entries that can be read. One that cannot does not spoil the others."""
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        return [entry for one in calendars for entry in one.walk("VEVENT")]
    except Exception as error:  # a stranger's file may break a reader in any way
        logger.info("a calendar file was not read whole: %s", type(error).__name__)
    zones = re.findall(r"^BEGIN:VTIMEZONE\b.*?^END:VTIMEZONE\s*$", text, re.I | re.M | re.S)[:20]
    entries: list[Any] = []
    lost = 0
    for part in re.findall(r"^BEGIN:VEVENT\b.*?^END:VEVENT\s*$", text, re.I | re.M | re.S):
        body = "\r\n".join(["BEGIN:VCALENDAR", *zones, part, "END:VCALENDAR", ""])
        try:
            entries += Calendar.from_ical(body).walk("VEVENT")
        except Exception:
            lost += 1
    if lost:
        notes.append(f"{lost} of the entries could not be read.")
    return entries


def _expanded(entries: list[Any], today: datetime.date, notes: list[str]) -> list[Found]:
    found: list[Found] = []
    left: Counter[str] = Counter()
    changed = _changed(entries)
    budget = Budget()
    for entry in entries:
        try:
            rows = _read(entry, today, left, changed, budget)
        except Exception as error:
            # What strangers write fails in ways that no list of exceptions names.
            logger.info("an entry of a calendar file was not read: %s", type(error).__name__)
            left["could not be read"] += 1
            continue
        found += rows
    for why, number in sorted(left.items()):
        notes.append(f"{number} {why}.")
    return found


def _changed(entries: list[Any]) -> set[tuple[str, datetime.datetime]]:
    """Dates of a series that stand as entries of their own."""
    found = set()
    for entry in entries:
        again = entry.get("RECURRENCE-ID")
        if again is not None and hasattr(again, "dt"):
            found.add((str(entry.get("UID", "")), _naive(again.dt)[0]))
    return found


def _read(
    entry: Any,
    today: datetime.date,
    left: Counter[str],
    changed: set[tuple[str, datetime.datetime]],
    budget: Budget,
) -> list[Found]:
    if str(entry.get("STATUS", "")).upper() == "CANCELLED":
        left["called off in the file, so left out"] += 1
        return []
    given = entry.get("DTSTART")
    if given is None or not hasattr(given, "dt"):
        left["without a date, so left out"] += 1
        return []
    starts, all_day = _naive(given.dt)
    if not EARLIEST <= starts.date() <= LATEST:
        left["with a date that no calendar here reaches, so left out"] += 1
        return []
    row, length = _row(entry, starts, all_day)
    if not row.title:
        left["without a title, so left out"] += 1
        return []
    if getattr(given, "params", {}).get("TZID") and getattr(given.dt, "tzinfo", None) is None:
        row.notes.append(
            "Its time zone is not known, so the time is taken as Birmingham’s. Check it."
        )
    if entry.get("RRULE") is None:
        if (starts + length).date() < today:
            left["over already, so left out"] += 1
            return []
        return [row]
    days, said = expand(entry, starts, today=today, budget=budget)
    own = str(entry.get("UID", ""))
    kept = [day for day in days if (own, day) not in changed and day.date() >= today]
    if said:
        row.notes.append(said)
    if not kept:
        left["over already, so left out"] += 1
    span = (row.last_day - row.day) if row.last_day else datetime.timedelta()
    return [
        replace(
            row, day=day.date(), last_day=day.date() + span if span else None, notes=list(row.notes)
        )
        for day in kept
    ]


def _row(entry: Any, starts: datetime.datetime, all_day: bool) -> tuple[Found, datetime.timedelta]:
    """The words of an entry, and how long it lasts."""
    row = Found(title=line(entry.get("SUMMARY", ""), 160), day=starts.date())
    place = line(entry.get("LOCATION", ""), 160)
    row.place = "" if web_address(place) else place
    row.online = bool(web_address(place)) or "online" in place.lower()
    row.link = web_address(str(entry.get("URL", ""))) or web_address(place)
    row.description = lines(str(entry.get("DESCRIPTION", ""))[:20_000], 8000)
    ends, length = _end(entry, starts, all_day)
    if all_day:
        row.notes.append("The file gives no time of day. Give it.")
        row.last_day = ends.date() if ends.date() > starts.date() else None
        return row, length
    row.begins = starts.time().replace(second=0, microsecond=0)
    row.finishes = ends.time().replace(second=0, microsecond=0)
    row.last_day = ends.date() if ends.date() != starts.date() else None
    if entry.get("DTEND") is None and entry.get("DURATION") is None:
        row.notes.append("No end was given, so an hour was put in.")
    elif length <= datetime.timedelta():
        row.notes.append("It ends before it starts. Check both times.")
    return row, length


def _end(
    entry: Any, starts: datetime.datetime, all_day: bool
) -> tuple[datetime.datetime, datetime.timedelta]:
    end, duration = entry.get("DTEND"), entry.get("DURATION")
    hour = datetime.timedelta(hours=1)
    if end is not None and hasattr(end, "dt"):
        last, whole = _naive(end.dt)
        # The end of a whole day is the day after it.
        last = last - datetime.timedelta(days=1) if whole and last > starts else last
        return last, last - starts
    if duration is not None and isinstance(getattr(duration, "dt", None), datetime.timedelta):
        length = min(duration.dt, datetime.timedelta(days=400))
        return starts + length, length
    return (starts, hour) if all_day else (starts + hour, hour)


def _naive(value: Any) -> tuple[datetime.datetime, bool]:
    """By the clocks of Birmingham, and whether it is a whole day. What has no zone is taken as ours."""
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = local(value.astimezone(BIRMINGHAM))
        return value.replace(tzinfo=None), False
    return datetime.datetime.combine(value, datetime.time()), True
