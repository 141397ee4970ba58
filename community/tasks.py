"""The clocks of what community does later."""

from celery import shared_task

from common.hibernation import paused
from common.outbox import handler

from . import waking  # noqa: F401  (importing registers what moves on after a sleep)
from .services import (
    booking_clock,
    booking_moves,
    booking_sheets,
    chasing,
    consulting,
    event_telling,
    following,
    groups,
    papers,
    reminding,
    updates,
)


@shared_task(name="community.tasks.run_action_clock", ignore_result=True)
@paused
def run_action_clock() -> None:
    """Before a meeting owners hear of open actions and leads of their update, delegates of their end."""
    chasing.remind_owners()
    updates.remind_of_updates()
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


@handler(papers.SCAN, outside=papers.look_for_harm, lease=120)
def scan_paper(harmful: bool, stored: str) -> None:
    """A paper was laid on an agenda, and there is a virus scanner to ask."""
    papers.settle_scan(harmful, stored)


@handler("community.tell_custodians_of_event")
def tell_custodians_of_event(task_state_id: int) -> None:
    """An event waits for a decision."""
    event_telling.tell_custodians(task_state_id)


@handler("community.tell_decision_of_event")
def tell_decision_of_event(task_state_id: int) -> None:
    """A custodian asked for changes to an event, or said no."""
    event_telling.tell_decision(task_state_id)


@shared_task(name="community.tasks.run_consultation_clock", ignore_result=True)
@paused
def run_consultation_clock() -> None:
    """Open, remind of and close consultations at their times."""
    consulting.run_consultation_clock()


@shared_task(name="community.tasks.tell_followers", ignore_result=True)
@paused
def tell_followers() -> None:
    """Followers hear that a consultation closes soon, or that its report is out."""
    following.tell_followers()


@handler(consulting.REMIND)
def remind_of_consultation(consultation_id: int, after: int) -> None:
    """The next ones who have not answered."""
    reminding.remind(consultation_id, after=after)
