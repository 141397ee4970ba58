"""What the app holds about people, said of each of its tables."""

from . import bookings, meetings

__all__ = ["bookings", "meetings"]
