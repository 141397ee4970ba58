"""What the worker runs for the Forum's life."""

from celery import shared_task

from common.outbox import handler

from .services import consulting, reminding


@shared_task(name="community.tasks.run_consultation_clock", ignore_result=True)
def run_consultation_clock() -> None:
    """Open, remind of and close consultations at their times."""
    consulting.run_consultation_clock()


@handler(consulting.REMIND)
def remind_of_consultation(consultation_id: int, after: int) -> None:
    """The next ones who have not answered."""
    reminding.remind(consultation_id, after=after)
