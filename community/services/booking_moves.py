"""A gathering takes place at another time, or elsewhere: those who booked are told what holds now."""

from django.db import transaction

from common import outbox

from ..choices.bookings import BookingState
from ..models import Booking, BookingSheet
from .booking_mails import tell

MOVED = "community.tell_moved"


def note_move(sheet: BookingSheet) -> None:
    """Have those who booked told, once whoever changes it is done."""
    outbox.put(MOVED, key=str(sheet.pk), sheet_id=sheet.pk)


@transaction.atomic
def tell_moved(sheet_id: int) -> int:
    """Write to whoever has a place or waits for one; the same change is told once. Returns how many."""
    sheet = BookingSheet.objects.for_pages().filter(pk=sheet_id).first()
    if sheet is None or sheet.is_off or sheet.is_over or not sheet.is_public:
        return 0
    shown = sheet.event.state if sheet.event else sheet.meeting
    states = (BookingState.PLACED, BookingState.WAITING)
    rows = Booking.objects.for_pages().filter(sheet=sheet, state__in=states, walk_in=False)
    for booking in rows:
        tell(booking, "moved", key=f"moved:{shown.sequence}")
    return len(rows)
