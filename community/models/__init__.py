"""Events, meetings and what belongs to them."""

from .agenda import AgendaItem, MemberUpdate, Paper, StandingItem
from .events import Event, EventState
from .hosting import HostCall, HostOffer
from .meetings import Meeting, MeetingSeries

__all__ = [
    "AgendaItem",
    "Event",
    "EventState",
    "HostCall",
    "HostOffer",
    "Meeting",
    "MeetingSeries",
    "MemberUpdate",
    "Paper",
    "StandingItem",
]
