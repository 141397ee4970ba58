"""What the app holds about people, said of each of its tables."""

from . import bookings, consultations, events, hosting, meetings, notes, notes_clocks, offices

__all__ = [
    "bookings",
    "consultations",
    "events",
    "hosting",
    "meetings",
    "notes",
    "notes_clocks",
    "offices",
]
