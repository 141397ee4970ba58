"""The clocks of rings: two reminders, a kind end, an early end for what can go ahead no more, and thinning."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common import activity

from ...choices.rings import RingState
from ...models import Ring, RingSearch
from . import letters
from .proposing import LIFETIME
from .rows import end, locked, what_stops
from .searching import search_again

MOST_AT_ONCE = 200
AGAIN = datetime.timedelta(days=2)
KEPT_FOR = datetime.timedelta(days=365)


def remind_parties(*, now: datetime.datetime | None = None) -> int:
    """Remind who has not answered, at half time and two days before the end. Returns how many rings."""
    now = now or timezone.now()
    again = Q(reminded_at__lt=now - AGAIN, expires_at__lte=now + AGAIN)
    due = Ring.objects.filter(
        Q(reminded_at__isnull=True) | again,
        state=RingState.PROPOSED,
        expires_at__gt=now,
        expires_at__lte=now + LIFETIME / 2,
    )
    return sum(_remind(pk, now) for pk in _some(due))


@transaction.atomic
def _remind(pk: int, now: datetime.datetime) -> bool:
    ring = locked(pk)
    before = ring.reminded_at
    if not ring.is_waiting or (before and before >= now - AGAIN):
        return False
    ring.reminded_at = now
    ring.save(update_fields=["reminded_at"])
    letters.remind(ring, again=before is not None)
    return True


def expire_rings(*, now: datetime.datetime | None = None) -> int:
    """End every ring whose time is up, tell everybody, and search again. Safe to run twice."""
    now = now or timezone.now()
    due = Ring.objects.filter(state=RingState.PROPOSED, expires_at__lte=now)
    return sum(_expire(pk, now) for pk in _some(due))


@transaction.atomic
def _expire(pk: int, now: datetime.datetime) -> bool:
    ring = locked(pk)
    if not ring.is_waiting or ring.expires_at is None or ring.expires_at > now:
        return False
    end(ring, RingState.EXPIRED)
    activity.record("matching.ring_expired", by=None, about=ring)
    letters.expired(ring)
    search_again()
    return True


def close_fallen() -> int:
    """End what waits for answers though something in it has closed. Returns how many."""
    due = Ring.objects.filter(state=RingState.PROPOSED)
    return sum(_close(pk) for pk in _some(due))


@transaction.atomic
def _close(pk: int) -> bool:
    ring = locked(pk)
    why = what_stops(ring) if ring.is_waiting else ""
    if not why:
        return False
    end(ring, RingState.FELL_THROUGH)
    activity.record("matching.ring_fell_through", by=None, about=ring)
    letters.fell_through(ring, why=why)
    search_again()
    return True


@transaction.atomic
def forget_rings(*, now: datetime.datetime | None = None) -> int:
    """Drop what was superseded and searches of which nothing is left, and their facts, a year on.

    Whatever was proposed stays: its parties and its introductions point to it. Returns how many rows went.
    """
    before = (now or timezone.now()) - KEPT_FOR
    old = Ring.objects.filter(proposed_at__isnull=True, ended_at__lt=before)
    gone = old.delete()[1].get("matching.Ring", 0)
    searches = RingSearch.objects.filter(finished__lt=before)
    gone += searches.filter(rings__isnull=True).delete()[0]
    searches.exclude(facts={}).update(facts={}, result={})
    return gone


def _some(rows) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
