"""The clock of opportunities, and the outbox work that tells people."""

import datetime

from celery import shared_task

from common import hibernation
from common.outbox import handler

from . import finding, services, waking  # noqa: F401  (importing registers what moves on)
from .services import (
    answering,
    correcting,
    deciding,
    extending,
    firming,
    interest,
    lifecycle,
    placement_clock,
    scoping,
)


@shared_task(name="opportunities.tasks.close_ended", ignore_result=True)
@hibernation.paused
def close_ended() -> None:
    """Close whatever is past its date."""
    services.remind_unsure()
    services.close_ended()
    finding.prune()


@shared_task(name="opportunities.tasks.send_alerts", ignore_result=True)
@hibernation.paused
def send_alerts() -> None:
    """Tell those who saved a search what is new."""
    services.send_alerts()


@handler("opportunities.tell_custodians")
def tell_custodians(task_state_id: int) -> None:
    """Something waits for a decision."""
    services.tell_custodians(task_state_id)


@handler("opportunities.tell_decision")
def tell_decision(task_state_id: int) -> None:
    """A custodian asked for changes or said no."""
    services.tell_decision(task_state_id)


@shared_task(name="opportunities.tasks.run_answer_clock", ignore_result=True)
@hibernation.paused
def run_answer_clock() -> None:
    """Remind hosts, release those whom nobody answered, let offers run out."""
    answering.run_answer_clock()
    correcting.expire()


@shared_task(name="opportunities.tasks.remind_of_untaken", ignore_result=True)
@hibernation.paused
def remind_of_untaken() -> None:
    """Help with drafts that nobody has taken on for some days."""
    scoping.remind_of_untaken()


@handler(scoping.TELL)
def tell_helpers(opportunity_id: int) -> None:
    """The authors of a draft ask for help."""
    scoping.tell_helpers(opportunity_id)


@handler(deciding.WORK)
def send_decision(application_id: int) -> None:
    """What a host wrote and read again."""
    deciding.carry_out(application_id)


@handler(lifecycle.ENDING)
def end_applications(opportunity_id: int) -> None:
    """An opportunity was called off or settled."""
    answering.end_applications(opportunity_id)
    interest.tell_interested(opportunity_id)


@handler(lifecycle.UNSURE_OVER)
def tell_interested(opportunity_id: int) -> None:
    """What a host was not sure of has ended by its own clock."""
    interest.tell_interested(opportunity_id)


@handler(extending.TELL)
def tell_extended(opportunity_id: int, closes: str) -> None:
    """An opportunity takes people until a later day."""
    extending.tell_extended(opportunity_id, datetime.date.fromisoformat(closes))


@shared_task(name="opportunities.tasks.run_placement_clock", ignore_result=True)
@hibernation.paused
def run_placement_clock() -> None:
    """Remind those who have not agreed, ask how it goes, complete what is past its last day."""
    placement_clock.run_placement_clock()


@handler(firming.TELL)
def tell_firm(opportunity_id: int) -> None:
    """What a host was not sure of is a firm placement."""
    interest.tell_firm(opportunity_id)
