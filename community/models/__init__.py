"""Events, meetings and what belongs to them."""

from .events import Event, EventState
from .meetings import Meeting, MeetingSeries
from .offices import OfficeHolder

__all__ = ["Event", "EventState", "Meeting", "MeetingSeries", "OfficeHolder"]
