"""The verbs of the Forum's life in the background."""

from common.outbox import handler

from .services import event_telling


@handler("community.tell_custodians_of_event")
def tell_custodians_of_event(task_state_id: int) -> None:
    """An event waits for a decision."""
    event_telling.tell_custodians(task_state_id)


@handler("community.tell_decision_of_event")
def tell_decision_of_event(task_state_id: int) -> None:
    """A custodian asked for changes to an event, or said no."""
    event_telling.tell_decision(task_state_id)
