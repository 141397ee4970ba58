"""The clock of those who have met: whom nobody speaks of for a year, after two questions, ends."""

import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from common import activity
from common.states import move
from profiles.services import end_disclosures, free_place

from ..choices import INTRODUCTION_MOVES, MET_STATES, IntroductionState
from ..models import Introduction
from ..signals import introduction_ended
from . import letters
from .introductions import locked
from .opening import SILENCE, cause, open_until

FIRST = datetime.timedelta(days=30)
LAST = datetime.timedelta(days=7)
MOST_AT_ONCE = 500


def ask_silent(*, now: datetime.datetime | None = None) -> int:
    """Ask both sides how it goes, a month and a week before it ends by itself. Returns how many."""
    now = now or timezone.now()
    never = Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("introduced_at"))
    long_ago = Q(reminded_at__lt=now - (FIRST - LAST) / 2, expires_at__lte=now + LAST)
    due = Introduction.objects.filter(
        never | long_ago,
        state__in=MET_STATES,
        expires_at__lte=now + FIRST,
        introduced_at__lte=now + FIRST - SILENCE,
    )
    return sum(_ask(pk, now) for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))


@transaction.atomic
def _ask(pk: int, now: datetime.datetime) -> bool:
    introduction = locked(pk)
    if introduction.state not in MET_STATES or open_until(introduction) > now + FIRST:
        return False
    introduction.reminded_at = now
    introduction.save(update_fields=["reminded_at"])
    letters.how_goes_it(introduction, asked_on=now)
    return True


def end_silent(*, now: datetime.datetime | None = None) -> int:
    """End what nobody spoke of for a year though both were asked. Returns how many."""
    now = now or timezone.now()
    due = Introduction.objects.filter(
        state__in=MET_STATES,
        expires_at__lte=now,
        introduced_at__lte=now - SILENCE,
        reminded_at__gt=F("introduced_at"),
        reminded_at__lte=now - LAST / 2,
    )
    return sum(_end(pk, now) for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))


@transaction.atomic
def _end(pk: int, now: datetime.datetime) -> bool:
    introduction = locked(pk)
    if introduction.state not in MET_STATES or open_until(introduction) > now:
        return False
    worked = introduction.state == IntroductionState.UNDER_WAY
    to = IntroductionState.DONE if worked else IntroductionState.FELL_THROUGH
    move(introduction, to, moves=INTRODUCTION_MOVES)
    introduction.ended_at = timezone.now()
    introduction.save(update_fields=["ended_at"])
    if not worked and introduction.offer is not None:
        free_place(introduction.offer)
    end_disclosures(cause(introduction))
    activity.record("matching.introduction_silent", by=None, about=introduction, to=str(to))
    letters.fell_silent(introduction)
    introduction_ended.send(Introduction, introduction_id=introduction.pk)
    return True
