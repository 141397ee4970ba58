"""The clocks of introductions: two reminders, and a kind end when time is up."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..choices import WAITING_STATES
from ..models import Introduction
from . import letters
from .introductions import LIFETIME, locked, run_out

MOST_AT_ONCE = 500
AGAIN = datetime.timedelta(days=2)


def expire_due(*, now: datetime.datetime | None = None) -> int:
    """End every waiting introduction whose time is up. Returns how many. Safe to run twice."""
    due = Introduction.objects.filter(
        state__in=WAITING_STATES, expires_at__lte=now or timezone.now()
    )
    return sum(run_out(pk) for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))


def remind_due(*, now: datetime.datetime | None = None) -> int:
    """Remind the sides that have not answered, at half time and two days before the end."""
    now = now or timezone.now()
    again = Q(reminded_at__lt=now - AGAIN, expires_at__lte=now + AGAIN)
    due = Introduction.objects.filter(
        Q(reminded_at__isnull=True) | again,
        state__in=WAITING_STATES,
        expires_at__gt=now,
        expires_at__lte=now + LIFETIME / 2,
    )
    return sum(_remind(pk, now) for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))


@transaction.atomic
def _remind(pk: int, now: datetime.datetime) -> bool:
    introduction = locked(pk)
    before = introduction.reminded_at
    if not introduction.is_waiting or (before and before >= now - AGAIN):
        return False
    introduction.reminded_at = now
    introduction.save(update_fields=["reminded_at"])
    letters.remind(introduction, again=before is not None)
    return True
