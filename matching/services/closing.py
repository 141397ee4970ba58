"""Ending what waits for an answer once the two sides could no longer be introduced."""

from django.db import transaction
from django.db.models import QuerySet

from ..choices import WAITING_STATES
from ..models import Introduction
from ..standing import what_stops
from .introductions import run_out


def close_for_opportunity(opportunity_id: int) -> int:
    """It closed, was taken down, or its organisation is suspended. Returns how many it ended."""
    return _close(Introduction.objects.filter(opportunity=opportunity_id))


def close_for_person(person_id: int) -> int:
    """Somebody hid, closed the account, or declared an interest. Returns how many it ended."""
    return _close(Introduction.objects.filter(person=person_id))


def close_for_offer(offer_id: int) -> int:
    """It ended, was taken down, or an interest was declared. Returns how many it ended."""
    return _close(Introduction.objects.filter(offer=offer_id))


@transaction.atomic
def _close(rows: QuerySet[Introduction]) -> int:
    waiting = rows.filter(state__in=WAITING_STATES).select_related(
        "opportunity", "person", "offer__state"
    )
    ended = 0
    for row in waiting.order_by("pk"):
        if why := what_stops(row):
            ended += run_out(row.pk, why=why)
    return ended
