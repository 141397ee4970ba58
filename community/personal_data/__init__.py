"""What the app holds about people, said of each of its tables."""

from . import consultations

__all__ = ["consultations"]
