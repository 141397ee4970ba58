"""What of community moves on by the length of a sleep of the Forum (:mod:`common.hibernation`).

Meetings and events do not: they take place when they take place. Bookings are for them.
"""

import datetime

from django.db.models import Q
from django.utils import timezone

from common.hibernation import on_waking, push

from .choices.consultations import ConsultationState
from .models import Consultation, HostCall


@on_waking("community.consultations")
def consultations(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """Until when they can be answered, since nothing was taken in meanwhile; and what leads there.

    By whole days, so that a consultation that closes at five still does.
    """
    by = datetime.timedelta(days=max(days, 1))
    S = ConsultationState
    going = Consultation.objects.filter(Q(state=S.OPEN) | Q(state=S.DRAFT, ready_at__isnull=False))
    going = going.filter(closes__gt=since)
    push(going.filter(remind_at__gt=since, reminded_at__isnull=True), "remind_at", by)
    moved = push(going, "closes", by)
    push(going.filter(state=S.DRAFT, opens__gt=since), "opens", by)
    return moved


@on_waking("community.calls_for_a_host")
def calls_for_a_host(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """Until when organisations offer."""
    open_then = HostCall.objects.filter(
        decided_at__isnull=True, closes_on__gte=timezone.localdate(since)
    )
    return push(open_then, "closes_on", datetime.timedelta(days=days))
