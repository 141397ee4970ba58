"""What is read of one event, and of a whole flier or file."""

import datetime
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from common.text import has_unreadable, many_lines, one_line

MOST_SHOWN = 40
"""Drafts that one flier or file may become."""
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


class Unreadable(ValueError):
    """Why nothing could be read, in a sentence for whoever sent it."""


@dataclass
class Found:
    """One event as it was read. What was not there is None or empty, never made up without a note."""

    title: str
    day: datetime.date
    begins: datetime.time | None = None
    last_day: datetime.date | None = None
    finishes: datetime.time | None = None
    place: str = ""
    online: bool = False
    link: str = ""
    description: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class Reading:
    """What was found, and sentences about what was not taken."""

    found: list[Found]
    notes: list[str] = field(default_factory=list)


def line(text: object, limit: int) -> str:
    """One clean line."""
    return one_line(text, limit=limit)


def lines(text: str, limit: int) -> str:
    """A clean longer text."""
    if has_unreadable(text):
        text = text.replace("\x00", "").encode("utf-8", "replace").decode()
    kept = "".join(mark for mark in many_lines(text) if mark >= " " or mark in "\n\t")
    return kept.strip()[:limit]


def web_address(text: str) -> str:
    """The text, where it is an address of the web; never opened."""
    text = text.strip()
    if len(text) > 500 or any(mark.isspace() or mark in "<>\"'" for mark in text):
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and host and "." in host else ""


def shortened(rows: list[Found], notes: list[str]) -> list[Found]:
    """The first so many, soonest first, with a sentence about the rest."""
    rows.sort(key=lambda row: (row.day, row.begins or datetime.time()))
    if len(rows) > MOST_SHOWN:
        notes.append(
            f"{len(rows)} dates were found. The first {MOST_SHOWN} are shown; send the rest afterwards."
        )
    return rows[:MOST_SHOWN]
