"""Events, meetings and what belongs to them."""

from .events import Event, EventState
from .meetings import Meeting, MeetingSeries

__all__ = ["Event", "EventState", "Meeting", "MeetingSeries"]
