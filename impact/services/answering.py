"""Answers to what is asked afterwards, by whoever holds the link that was sent to them."""

from django.db import transaction
from django.utils import timezone

from common import activity
from common.states import IllegalMove

from ..choices import LATER
from ..models import Ask


@transaction.atomic
def answer_later(ask: Ask, *, still_here: str, role: str = "", sector: str = "") -> Ask:
    """Where somebody is half a year or a year later. Raises IllegalMove when it is asked no more."""
    row = _held(ask)
    if row.moment not in LATER:
        raise IllegalMove(row.moment, "answered", "This asks something else.")
    row.still_here, row.role, row.sector = still_here, role, sector
    row.answered_at = timezone.now()
    row.save(update_fields=["still_here", "role", "sector", "answered_at"])
    activity.record("impact.later_answered", by=None, about=row, moment=row.moment)
    return row


@transaction.atomic
def nothing_came(ask: Ask) -> Ask:
    """That nothing came of it, which is worth knowing too. Raises IllegalMove when it is asked no more."""
    row = _held(ask)
    row.nothing_came, row.answered_at = True, timezone.now()
    row.save(update_fields=["nothing_came", "answered_at"])
    activity.record("impact.nothing_came", by=None, about=row)
    return row


def _held(ask: Ask) -> Ask:
    row = Ask.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    if not row.is_open:
        raise IllegalMove("answered", "answered", "This was answered already, or is asked no more.")
    return row
