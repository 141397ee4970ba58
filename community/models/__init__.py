"""Events, meetings and what belongs to them."""

from .actions import Action, ActionReminder, Escalation
from .agenda import AgendaItem, MemberUpdate, Paper, StandingItem
from .attendance import Attendance
from .booking_sheets import BookingSheet, SheetCount, SheetPart, SheetReminder
from .bookings import Booking, BookingPart, CalendarKey
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
    "Booking",
    "BookingPart",
    "BookingSheet",
    "CalendarKey",
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
    "SheetCount",
    "SheetPart",
    "SheetReminder",
    "StandingItem",
    "TaskGroup",
]
