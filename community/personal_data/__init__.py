"""What the app holds about people, said of each of its tables."""

from . import bookings, meetings, notes, notes_clocks

__all__ = ["bookings", "meetings", "notes", "notes_clocks"]
