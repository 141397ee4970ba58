"""Events, meetings and what belongs to them."""

from .booking_sheets import BookingSheet, SheetCount, SheetPart, SheetReminder
from .bookings import Booking, BookingPart, CalendarKey
from .events import Event, EventState
from .meetings import Meeting, MeetingSeries

__all__ = [
    "Booking",
    "BookingPart",
    "BookingSheet",
    "CalendarKey",
    "Event",
    "EventState",
    "Meeting",
    "MeetingSeries",
    "SheetCount",
    "SheetPart",
    "SheetReminder",
]
