"""A custodian ends an introduction that should not go on."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity
from common.states import IllegalMove, move
from profiles.models import User
from profiles.services import end_disclosures, free_place

from .. import policies
from ..choices import INTRODUCTION_MOVES, LIVE_STATES, IntroductionState
from ..models import Introduction, Match, pair_ids
from ..signals import introduction_ended
from . import letters
from .introductions import locked
from .opening import cause


@transaction.atomic
def stop(introduction: Introduction, *, by: User, reason: str) -> Introduction:
    """End it, close what it opened, suggest the pair no more, and tell both sides why.

    Raises PermissionDenied unless ``by`` is a custodian without a part in either side, IllegalMove
    when it has ended already.
    """
    introduction = locked(introduction.pk)
    if not policies.may_stop(by, introduction):
        raise PermissionDenied("A custodian without a part in it decides this.")
    if introduction.state not in LIVE_STATES:
        raise IllegalMove(introduction.state, "stopped", "This has ended already.")
    to = IntroductionState.DECLINED if introduction.is_waiting else IntroductionState.FELL_THROUGH
    if not introduction.is_waiting and introduction.offer is not None:
        free_place(introduction.offer)
    move(introduction, to, moves=INTRODUCTION_MOVES)
    introduction.ended_at = timezone.now()
    introduction.save(update_fields=["ended_at"])
    Match.objects.filter(**pair_ids(introduction), is_current=True).update(is_current=False)
    end_disclosures(cause(introduction))
    activity.record("matching.introduction_stopped", by=by, about=introduction)
    letters.stopped(introduction, reason=reason)
    introduction_ended.send(Introduction, introduction_id=introduction.pk)
    return introduction
