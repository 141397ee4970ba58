"""Saying yes to being published or named, and taking it back."""

from django.db import transaction
from django.utils import timezone

from common import activity
from common.policies import demand
from common.states import move
from profiles.models import User

from .. import policies
from ..choices import OUTCOME_MOVES, OutcomeState
from ..models import Consent, Outcome
from . import letters
from .recording import locked


@transaction.atomic
def consent(row: Consent, *, by: User, may_publish: bool, may_name: bool = False) -> Outcome:
    """Answer for oneself, or for an organisation that one leads; the last answer counts.

    A no to what is published takes it back at once, and the others are told. Raises PermissionDenied
    unless the answer is ``by``'s to give.
    """
    outcome = locked(row.outcome_id)
    row = outcome.consents.select_related("organisation", "user").get(pk=row.pk)
    demand(policies.answers_for(by, row))
    row.may_publish, row.may_name = may_publish, may_publish and may_name
    row.answered_by, row.answered_at = by, timezone.now()
    row.save()
    activity.record(
        "impact.consent_given" if may_publish else "impact.consent_withdrawn",
        by=by,
        about=outcome,
        named=row.may_name,
    )
    if outcome.state == OutcomeState.PUBLISHED and not may_publish:
        move(outcome, OutcomeState.WITHDRAWN, moves=OUTCOME_MOVES)
        outcome.published_at = None
        outcome.save(update_fields=["published_at", "changed"])
        letters.taken_back(outcome, by=by)
    return outcome
