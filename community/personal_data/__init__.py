"""What the app holds about people, said of each of its tables."""

from . import meetings, notes, notes_clocks

__all__ = ["meetings", "notes", "notes_clocks"]
from . import bookings, meetings

__all__ = ["bookings", "meetings"]
