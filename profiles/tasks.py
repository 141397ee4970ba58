"""The outbox work that tells people about offers."""

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
