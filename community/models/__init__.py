"""Events, meetings and what belongs to them."""

from .agenda import AgendaItem, MemberUpdate, Paper, StandingItem
from .booking_sheets import BookingSheet, SheetCount, SheetPart, SheetReminder
from .bookings import Booking, BookingPart, CalendarKey
from .events import Event, EventState
from .meetings import Meeting, MeetingSeries

__all__ = [
    "AgendaItem",
    "Booking",
    "BookingPart",
    "BookingSheet",
    "CalendarKey",
    "Event",
    "EventState",
    "Meeting",
    "MeetingSeries",
    "MemberUpdate",
    "Paper",
    "SheetCount",
    "SheetPart",
    "SheetReminder",
    "StandingItem",
]
