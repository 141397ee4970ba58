"""Reading many events at once, from a flier or a calendar file, to be checked before anything is kept.

Nothing here touches the database or the network: bytes or text in, plain rows out, or a sentence why not.
"""

from .calendar_files import read_calendar
from .fliers import read_flier
from .found import Found, Reading, Unreadable

__all__ = ["Found", "Reading", "Unreadable", "read", "read_calendar", "read_flier"]


def read(text: str, *, today) -> Reading:
    """A calendar file where it looks like one, else a flier. Raises :class:`Unreadable`."""
    if "BEGIN:VCALENDAR" in text[:2000].upper() or "BEGIN:VEVENT" in text[:2000].upper():
        return read_calendar(text, today=today)
    return read_flier(text, today=today)
