"""What the app holds about people, said of each of its tables."""

from . import events, meetings

__all__ = ["events", "meetings"]
