"""The brokers' board: what is alive, whose it is, when it is looked at next."""

from typing import Any

from django.db.models import F, QuerySet

from ..choices import LIVE_STATES, ReportState
from ..models import Introduction, MessageReport, ThreadMessage
from .introductions import for_lists

WHOSE = {"": "All", "mine": "Mine", "nobody": "Nobody’s", "approval": "To agree to"}
AROUND = 2


def board(user: Any, whose: str) -> QuerySet[Introduction]:
    """Introductions that are alive: what is due first, then what has waited longest."""
    rows = for_lists(Introduction.objects.filter(state__in=LIVE_STATES)).select_related("broker")
    if whose == "mine":
        rows = rows.filter(broker=user)
    elif whose == "nobody":
        rows = rows.filter(broker=None)
    elif whose == "approval":
        rows = rows.filter(approval="asked")
    return rows.order_by(F("next_on").asc(nulls_first=True), "created", "pk")


def waiting_reports() -> QuerySet[MessageReport]:
    """Reported messages that no custodian has settled, the oldest first."""
    rows = MessageReport.objects.filter(state=ReportState.WAITING)
    return rows.select_related("message").order_by("made_at", "pk")


def around(message: ThreadMessage) -> list[ThreadMessage]:
    """The message with two before and two after it: all that a report opens."""
    same = ThreadMessage.objects.filter(introduction=message.introduction_id)
    before = list(same.filter(pk__lt=message.pk).order_by("-pk")[:AROUND])
    after = list(same.filter(pk__gt=message.pk).order_by("pk")[:AROUND])
    return [*reversed(before), message, *after]
