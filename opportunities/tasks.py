"""The clock of opportunities, and the outbox work that tells people."""

from celery import shared_task

from common.outbox import handler

from . import finding, services


@shared_task(name="opportunities.tasks.close_ended", ignore_result=True)
def close_ended() -> None:
    """Close whatever is past its date."""
    services.close_ended()
    finding.prune()


@shared_task(name="opportunities.tasks.send_alerts", ignore_result=True)
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
