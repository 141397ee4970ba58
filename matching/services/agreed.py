"""An introduction of two sides that both said yes already, as the parties of a ring have."""

from django.db import transaction
from django.utils import timezone

from common import activity
from opportunities.models import Opportunity
from profiles.models import Offer

from ..choices import LIVE_STATES, Answer, Approval, ApprovalCause
from ..models import Introduction, Match
from .introductions import LIFETIME, introduce, locked


@transaction.atomic
def introduce_agreed(
    *, opportunity: Opportunity, offer: Offer, match: Match | None
) -> Introduction:
    """Introduce an offer's side and a challenge's side; one that waits for answers is used for it.

    A custodian proposed the ring, and with it agreed to each meeting in it. Raises IllegalMove
    where the offer's last place has gone.
    """
    pair = Introduction.objects.filter(opportunity=opportunity, offer=offer, state__in=LIVE_STATES)
    known = pair.order_by("-pk").first()
    if known is None:
        known = Introduction.objects.create(
            match=match,
            opportunity=opportunity,
            offer=offer,
            expires_at=timezone.now() + LIFETIME,
            approval=Approval.GIVEN if opportunity.touches_vulnerable else Approval.NONE,
            approval_cause=ApprovalCause.SAFEGUARDING
            if opportunity.touches_vulnerable
            else ApprovalCause.NONE,
        )
        activity.record("matching.introduction_proposed", by=None, about=known, side="ring")
    introduction = locked(known.pk)
    if introduction.is_waiting:
        introduction.need_answer = introduction.supply_answer = Answer.YES
        if introduction.approval == Approval.ASKED:
            introduction.approval = Approval.GIVEN
        introduction.save(update_fields=["need_answer", "supply_answer", "approval"])
        introduce(introduction)
    return introduction
