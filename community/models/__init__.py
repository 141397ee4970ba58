"""Events, meetings and what belongs to them."""

from .agenda import AgendaItem, MemberUpdate, Paper, StandingItem
from .events import Event, EventState
from .meetings import Meeting, MeetingSeries

__all__ = [
    "AgendaItem",
    "Event",
    "EventState",
    "Meeting",
    "MeetingSeries",
    "MemberUpdate",
    "Paper",
    "StandingItem",
]
