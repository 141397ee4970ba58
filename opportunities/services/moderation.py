"""A custodian's decisions, thin over Wagtail's workflow, and who is told of them.

The mails hang on Wagtail's own signals (see ``receivers.py``), so that a decision made in Wagtail's
admin tells the same people as one made here.
"""

from django.db import transaction
from wagtail.models import TaskState, WorkflowState

from common import moderation
from common.delivery import notify
from common.policies import demand
from profiles.models import User
from profiles.services import verify_organisation

from .. import policies
from ..models import NotReady, Opportunity
from ..models.checks import what_parties_lack, what_text_lacks
from ..queries import specific


@transaction.atomic
def approve(
    opportunity: Opportunity, *, by: User, comment: str = "", confirm_organisation: bool = False
) -> Opportunity:
    """Publish what waits. With ``confirm_organisation`` its organisation is confirmed as well.

    Raises PermissionDenied unless ``by`` is a custodian with no part in it,
    :class:`~opportunities.models.NotReady` saying what is missing, IllegalMove when it does not wait.
    """
    child = specific(opportunity)
    demand(policies.may_decide(by, child))
    if confirm_organisation and not child.organisation.is_verified:
        verify_organisation(child.organisation, by=by)
        child = specific(Opportunity.objects.get(pk=child.pk))
    text = child.get_latest_revision_as_object()
    if stops := what_parties_lack(child, text) + what_text_lacks(text):
        raise NotReady(" ".join(stops))
    moderation.approve(child, by=by, comment=comment)
    return specific(Opportunity.objects.get(pk=child.pk))


@transaction.atomic
def request_changes(opportunity: Opportunity, *, by: User, comment: str) -> Opportunity:
    """Say what has to be mended. Raises as :func:`approve`, and ValueError without a comment."""
    child = specific(opportunity)
    demand(policies.may_decide(by, child))
    moderation.request_changes(child, by=by, comment=comment)
    return child


@transaction.atomic
def reject(opportunity: Opportunity, *, by: User, comment: str) -> Opportunity:
    """Say no for good, with the reason. Raises as :func:`request_changes`."""
    child = specific(opportunity)
    demand(policies.may_decide(by, child))
    moderation.reject(child, by=by, comment=comment)
    return child


def tell_custodians(task_state_id: int) -> int:
    """Mail every custodian who may decide that something waits; returns how many.

    What was decided or deleted meanwhile is passed over.
    """
    state = TaskState.objects.select_related("workflow_state").filter(pk=task_state_id).first()
    opportunity = state.workflow_state.content_object if state else None
    if opportunity is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return 0
    told = moderation.deciders(opportunity)
    for user in told:
        notify(
            "opportunities_submitted",
            to=user,
            key=f"task:{state.pk}",
            title=opportunity.title,
            organisation=opportunity.hosts,
            noun=opportunity.get_kind_display().lower(),
            path=f"{opportunity.get_absolute_url()}decide/",
        )
    return len(told)


def tell_decision(task_state_id: int) -> None:
    """Mail the author what a custodian asked for; or, when the workflow ended there, that it is no."""
    state = TaskState.objects.select_related("workflow_state").filter(pk=task_state_id).first()
    opportunity = state.workflow_state.content_object if state else None
    if opportunity is None:
        return
    rejected = state.workflow_state.status == WorkflowState.STATUS_CANCELLED
    notify(
        "opportunities_rejected" if rejected else "opportunities_changes_requested",
        to=opportunity.state.submitted_by,
        key=f"task:{state.pk}",
        title=opportunity.title,
        comment=state.comment,
        path=opportunity.get_absolute_url(),
    )
