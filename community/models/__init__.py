"""Events, meetings and what belongs to them."""

from .actions import Action, ActionReminder, Escalation
from .agenda import AgendaItem, MemberUpdate, Paper, StandingItem
from .attendance import Attendance
from .booking_sheets import BookingSheet, SheetCount, SheetPart, SheetReminder
from .bookings import Booking, BookingPart, CalendarKey
from .consultations import (
    Consultation,
    ConsultationReport,
    ConsultationTheme,
    Question,
    ReportRow,
    WordingChange,
)
from .events import Event, EventState
from .following import ConsultationFollower
from .groups import Delegation, SeriesMember, TaskGroup
from .hosting import HostCall, HostOffer
from .meetings import Meeting, MeetingSeries
from .notes import Amendment, Decision, ItemNote, MeetingNotes, RemovalRequest
from .offices import OfficeHolder
from .responses import Answer, Comment, Conversation, Response

__all__ = [
    "Action",
    "ActionReminder",
    "AgendaItem",
    "Amendment",
    "Answer",
    "Attendance",
    "Booking",
    "BookingPart",
    "BookingSheet",
    "CalendarKey",
    "Comment",
    "Consultation",
    "ConsultationFollower",
    "ConsultationReport",
    "ConsultationTheme",
    "Conversation",
    "Decision",
    "Delegation",
    "Escalation",
    "Event",
    "EventState",
    "HostCall",
    "HostOffer",
    "ItemNote",
    "Meeting",
    "MeetingNotes",
    "MeetingSeries",
    "MemberUpdate",
    "OfficeHolder",
    "Paper",
    "Question",
    "RemovalRequest",
    "ReportRow",
    "Response",
    "SeriesMember",
    "SheetCount",
    "SheetPart",
    "SheetReminder",
    "StandingItem",
    "TaskGroup",
    "WordingChange",
]
