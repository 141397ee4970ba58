"""The outbox work that tells people about offers."""

from celery import shared_task

from common.outbox import handler

from . import services


@handler("profiles.tell_custodians")
def tell_custodians(task_state_id: int) -> None:
    """An offer waits for a decision."""
    services.tell_custodians(task_state_id)


@handler("profiles.tell_decision")
def tell_decision(task_state_id: int) -> None:
    """A custodian asked for changes or said no."""
    services.tell_decision(task_state_id)


@handler("profiles.remove_file")
def remove_file(stored: str) -> None:
    """A CV was replaced, taken back or erased."""
    services.remove_file(stored)


@shared_task(ignore_result=True)
def sweep_vault() -> None:
    """Delete files that no row points at."""
    services.sweep_vault()
