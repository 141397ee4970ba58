"""Ending an introduction because whoever was in it is being erased."""

from django.db import transaction
from django.utils import timezone

from common import activity
from common.states import move
from profiles.services import end_disclosures, free_place

from ..choices import INTRODUCTION_MOVES, LIVE_STATES, Answer, IntroductionState
from ..models import Introduction
from ..signals import introduction_ended
from . import letters
from .introductions import locked
from .opening import cause


@transaction.atomic
def end_for_erasure(pk: int, *, by_side: str) -> bool:
    """End an introduction because one side is being erased, and tell the other kindly; whether it lived."""
    introduction = locked(pk)
    if introduction.state not in LIVE_STATES:
        return False
    waiting = introduction.is_waiting
    if waiting:
        Introduction.objects.filter(pk=pk).update(**{f"{by_side}_answer": Answer.NO})
    move(
        introduction,
        IntroductionState.DECLINED if waiting else IntroductionState.FELL_THROUGH,
        moves=INTRODUCTION_MOVES,
    )
    introduction.ended_at = timezone.now()
    introduction.save(update_fields=["ended_at"])
    end_disclosures(cause(introduction))
    if not waiting and introduction.offer is not None:
        free_place(introduction.offer)
    activity.record("matching.introduction_ended", by=None, about=introduction, why="erased")
    letters.ended(introduction, by_side=by_side)
    introduction_ended.send(Introduction, introduction_id=introduction.pk)
    return True
