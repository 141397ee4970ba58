"""A custodian's word on an outcome: published, or handed back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from common import activity
from common.policies import demand
from common.states import move
from mission.models import Node, Priority, Strand
from profiles.models import User

from .. import policies
from ..choices import OUTCOME_MOVES, OutcomeState
from ..models import Outcome
from . import letters
from .recording import locked


class NotConsented(ValueError):
    """A party has not said yes to its being published, or has said no."""

    def __str__(self) -> str:
        return "Not every side has agreed to its being published. They have been asked."


@transaction.atomic
def verify(
    outcome: Outcome,
    *,
    by: User,
    node: Node,
    strands: Iterable[Strand] | None = None,
    priorities: Iterable[Priority] | None = None,
) -> Outcome:
    """Publish what was sent in as evidence for a step of the theory of change, and tell its parties.

    Raises PermissionDenied for anybody but a custodian without a part in it, NotConsented until every
    party that is still here said yes, IllegalMove unless it waits.
    """
    outcome = locked(outcome.pk)
    demand(policies.may_verify(by, outcome))
    if any(not row.may_publish for row in outcome.consents.all()):
        raise NotConsented
    outcome.node, outcome.verified_by, outcome.published_at = node, by, timezone.now()
    outcome.save(update_fields=["node", "verified_by", "published_at", "changed"])
    move(outcome, OutcomeState.PUBLISHED, moves=OUTCOME_MOVES)
    if strands is not None:
        outcome.strands.set(strands)
    if priorities is not None:
        outcome.priorities.set(priorities)
    outcome.save()  # for the index of words, which follows the row
    activity.record("impact.outcome_verified", by=by, about=outcome, node=node.pk)
    letters.published(outcome)
    return outcome


@transaction.atomic
def hand_back(outcome: Outcome, *, by: User, reason: str) -> Outcome:
    """Give it back to who wrote it, saying what it lacks. Raises as :func:`verify`."""
    outcome = locked(outcome.pk)
    demand(policies.may_verify(by, outcome))
    move(outcome, OutcomeState.DRAFT, moves=OUTCOME_MOVES)
    outcome.handed_back = reason
    outcome.save(update_fields=["handed_back", "changed"])
    activity.record("impact.outcome_handed_back", by=by, about=outcome)
    letters.handed_back(outcome)
    return outcome
