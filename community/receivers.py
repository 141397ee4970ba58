"""What we do when an event or a meeting is called off or moved, inside the transaction that it happens in."""

from typing import Any

from django.dispatch import receiver

from .models import BookingSheet
from .services import booking_moves, booking_sheets
from .signals import (
    event_called_off,
    event_changed,
    event_reinstated,
    meeting_called_off,
    meeting_moved,
)


@receiver(meeting_called_off)
def end_bookings_of_meeting(sender: Any, meeting_id: int, **kwargs: Any) -> None:
    """Whoever booked is told, and nobody can book."""
    for sheet in BookingSheet.objects.filter(meeting=meeting_id):
        booking_sheets.call_off_sheet(sheet)


@receiver(event_called_off)
def end_bookings_of_event(sender: Any, event_id: int, **kwargs: Any) -> None:
    """The same for an event."""
    for sheet in BookingSheet.objects.filter(event=event_id):
        booking_sheets.call_off_sheet(sheet)


@receiver(event_reinstated)
def take_bookings_again(sender: Any, event_id: int, **kwargs: Any) -> None:
    """It takes place after all: who was told that it does not books again."""
    for sheet in BookingSheet.objects.filter(event=event_id):
        booking_sheets.take_up_again(sheet)


@receiver(meeting_moved)
def tell_of_moved_meeting(sender: Any, meeting_id: int, **kwargs: Any) -> None:
    """Those who booked hear of the new time or place."""
    for sheet in BookingSheet.objects.filter(meeting=meeting_id):
        booking_moves.note_move(sheet)


@receiver(event_changed)
def tell_of_changed_event(sender: Any, event_id: int, **kwargs: Any) -> None:
    """The same for an event."""
    for sheet in BookingSheet.objects.filter(event=event_id):
        booking_moves.note_move(sheet)
