"""What is to be talked about at the next meeting."""

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand, is_custodian
from common.states import IllegalMove
from profiles.models import User

from .. import policies
from ..models import Opportunity, OpportunityState


@transaction.atomic
def set_for_meeting(opportunity: Opportunity, *, by: User, wanted: bool) -> None:
    """Put it on the list for the next meeting, or take it off; either undoes the other.

    Raises PermissionDenied unless ``by`` leads its organisation or is a custodian from outside, and
    IllegalMove when it is not open.
    """
    demand(policies.may_submit(by, opportunity))
    if wanted and not Opportunity.objects.open().filter(pk=opportunity.pk).exists():
        raise IllegalMove("not open", "for the meeting", "Only what is live and open is discussed.")
    rows = OpportunityState.objects.filter(pk=opportunity.pk, for_meeting_at__isnull=wanted)
    if rows.update(for_meeting_at=timezone.now() if wanted else None):
        verb = "asked_for_meeting" if wanted else "taken_off_meeting"
        record(f"opportunities.{verb}", by=by, about=opportunity)


@transaction.atomic
def taken_to_meeting(opportunity: Opportunity, *, by: User) -> None:
    """It stands on an agenda now. Raises PermissionDenied unless ``by`` is a custodian."""
    demand(is_custodian(by))
    OpportunityState.objects.filter(pk=opportunity.pk).update(for_meeting_at=None)
    record("opportunities.taken_to_meeting", by=by, about=opportunity)


@transaction.atomic
def put_back_for_meeting(opportunity: Opportunity, *, by: User) -> None:
    """It was taken off an agenda again, so it waits for the next one while it is open.

    Raises PermissionDenied unless ``by`` is a custodian.
    """
    demand(is_custodian(by))
    if Opportunity.objects.open().filter(pk=opportunity.pk).exists():
        OpportunityState.objects.filter(pk=opportunity.pk).update(for_meeting_at=timezone.now())
        record("opportunities.asked_for_meeting", by=by, about=opportunity)
