"""Telling custodians that an offer waits, and its givers what was decided."""

from wagtail.models import TaskState, WorkflowState

from common import delivery, moderation
from profiles.models import Offer


def tell_custodians(task_state_id: int) -> None:
    """Mail every custodian without a part in the offer. One that was deleted meanwhile is passed over."""
    state = TaskState.objects.filter(pk=task_state_id).select_related("workflow_state").first()
    offer = state.workflow_state.content_object if state else None
    if offer is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return
    for custodian in moderation.deciders(offer):
        delivery.notify(
            "profiles_offer_submitted",
            to=custodian,
            key=f"task:{state.pk}",
            title=offer.title,
            giver=offer.organisation.name if offer.organisation else "an individual",
            path=f"/desk/decide/{state.pk}/",
        )


def tell_decision(task_state_id: int) -> None:
    """Mail whoever sent the offer in what a custodian asked for, or that it is a no."""
    state = TaskState.objects.filter(pk=task_state_id).select_related("workflow_state").first()
    offer = state.workflow_state.content_object if state else None
    if offer is None:
        return
    refused = state.workflow_state.status == WorkflowState.STATUS_CANCELLED
    delivery.notify(
        "profiles_offer_refused" if refused else "profiles_offer_changes_requested",
        to=offer.state.submitted_by,
        key=f"task:{state.pk}",
        title=offer.title,
        comment=state.comment,
        path=offer.get_absolute_url(),
    )


def tell_live(offer: Offer) -> None:
    """Mail whoever sent the offer in that it can be seen, once for each published text."""
    delivery.notify(
        "profiles_offer_live",
        to=offer.state.submitted_by,
        key=f"offer:{offer.pk}:{offer.live_revision_id}",
        title=offer.title,
        path=offer.get_absolute_url(),
        waits_for=offer.waits_for,
    )
