"""What the app holds about people, said of each of its tables."""

from . import bookings, consultations, events, meetings, notes, notes_clocks, offices

__all__ = ["bookings", "consultations", "events", "meetings", "notes", "notes_clocks", "offices"]
