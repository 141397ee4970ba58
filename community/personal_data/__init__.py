"""What the app holds about people, said of each of its tables."""

from . import events

__all__ = ["events"]
