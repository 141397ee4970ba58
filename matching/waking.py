"""What of matching moves on by the length of a sleep of the Forum (:mod:`common.hibernation`)."""

import datetime

from django.utils import timezone

from common.hibernation import on_waking, push

from .choices import MET_STATES, WAITING_STATES
from .choices.rings import RingState
from .models import Introduction, Ring
from .services.rounds import resting


@on_waking("matching.introductions")
def introductions(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """Until when both sides answer, when they were last asked, and when a broker looks again."""
    alive = Introduction.objects.filter(state__in=[*WAITING_STATES, *MET_STATES])
    ahead = alive.filter(next_on__gte=timezone.localdate(since))
    push(ahead, "next_on", datetime.timedelta(days=days))
    push(alive.filter(reminded_at__lt=since), "reminded_at", length)
    return push(alive.filter(expires_at__gte=since), "expires_at", length)


@on_waking("matching.rounds")
def rounds(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """The phases of placement rounds that have not closed."""
    return resting.move_on(since, length)


@on_waking("matching.rings")
def rings(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """Until when the parties of a ring answer, and when they were last asked."""
    waiting = Ring.objects.filter(state=RingState.PROPOSED)
    push(waiting.filter(reminded_at__lt=since), "reminded_at", length)
    return push(waiting.filter(expires_at__gte=since), "expires_at", length)
