"""The clocks of what community does later."""

from celery import shared_task

from common.outbox import handler

from .services import booking_clock, booking_moves, booking_sheets, chasing, groups


@shared_task(name="community.tasks.run_action_clock", ignore_result=True)
def run_action_clock() -> None:
    """Owners hear of their open actions a week before a meeting, delegates of their end."""
    chasing.remind_owners()
    groups.remind_delegates()


@shared_task(name="community.tasks.run_booking_clock", ignore_result=True)
def run_booking_clock() -> None:
    """Remind those who have a place, forget what nobody confirmed."""
    booking_clock.run_booking_clock()


@handler(booking_sheets.CALL_OFF)
def free_called_off(sheet_id: int) -> None:
    """What was booked does not take place."""
    booking_sheets.free_called_off(sheet_id)


@handler(booking_moves.MOVED)
def tell_moved(sheet_id: int) -> None:
    """Something that people booked has another time or place."""
    booking_moves.tell_moved(sheet_id)
