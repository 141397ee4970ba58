"""What the app holds about people, said of each of its tables."""

from . import bookings, events, meetings, notes, notes_clocks

__all__ = ["bookings", "events", "meetings", "notes", "notes_clocks"]
