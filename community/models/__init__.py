"""Events, meetings and what belongs to them."""

from .actions import Action, ActionReminder, Escalation
from .agenda import AgendaItem, MemberUpdate, Paper, StandingItem
from .attendance import Attendance
from .events import Event, EventState
from .groups import Delegation, SeriesMember, TaskGroup
from .meetings import Meeting, MeetingSeries
from .notes import Amendment, Decision, ItemNote, MeetingNotes, RemovalRequest

__all__ = [
    "Action",
    "ActionReminder",
    "AgendaItem",
    "Amendment",
    "Attendance",
    "Decision",
    "Delegation",
    "Escalation",
    "Event",
    "EventState",
    "ItemNote",
    "Meeting",
    "MeetingNotes",
    "MeetingSeries",
    "MemberUpdate",
    "Paper",
    "RemovalRequest",
    "SeriesMember",
    "StandingItem",
    "TaskGroup",
]
