"""The clocks of the Forum's life, and its outbox work."""

from celery import shared_task

from common.outbox import handler

from .services import booking_clock, booking_sheets


@shared_task(name="community.tasks.run_booking_clock", ignore_result=True)
def run_booking_clock() -> None:
    """Remind those who have a place, forget what nobody confirmed."""
    booking_clock.run_booking_clock()


@handler(booking_sheets.CALL_OFF)
def free_called_off(sheet_id: int) -> None:
    """What was booked does not take place."""
    booking_sheets.free_called_off(sheet_id)
