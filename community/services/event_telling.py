"""Telling custodians that an event waits, and its author what was decided."""

from wagtail.models import TaskState, WorkflowState

from common import moderation
from common.delivery import notify

from ..models import Event


def _about(task_state_id: int) -> tuple[TaskState, Event] | None:
    """What a task state is about; None for one that was deleted meanwhile."""
    state = TaskState.objects.filter(pk=task_state_id).select_related("workflow_state").first()
    event = state.workflow_state.content_object if state else None
    return (state, event) if state is not None and event is not None else None


def tell_custodians(task_state_id: int) -> None:
    """Mail every custodian without a part in it. What was decided meanwhile is passed over."""
    found = _about(task_state_id)
    if found is None or found[0].status != TaskState.STATUS_IN_PROGRESS:
        return
    state, event = found
    for custodian in moderation.deciders(event):
        notify(
            "community_event_submitted",
            to=custodian,
            key=f"task:{state.pk}",
            title=event.title,
            holder=event.held_by or "an individual",
            day=event.starts,
            path=f"{event.get_absolute_url()}decide/",
        )


def tell_decision(task_state_id: int) -> None:
    """Mail whoever sent it in what a custodian asked for, or that it is a no."""
    found = _about(task_state_id)
    if found is None:
        return
    state, event = found
    refused = state.workflow_state.status == WorkflowState.STATUS_CANCELLED
    notify(
        "community_event_refused" if refused else "community_event_changes_requested",
        to=event.state.submitted_by,
        key=f"task:{state.pk}",
        title=event.title,
        comment=state.comment,
        path=event.get_absolute_url(),
    )


def tell_live(event: Event) -> None:
    """Mail whoever sent it in that it can be seen, once for each published text."""
    notify(
        "community_event_live",
        to=event.state.submitted_by,
        key=f"event:{event.pk}:{event.live_revision_id}",
        title=event.title,
        path=event.get_absolute_url(),
    )
