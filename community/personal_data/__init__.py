"""What the app holds about people, said of each of its tables."""

from . import bookings

__all__ = ["bookings"]
