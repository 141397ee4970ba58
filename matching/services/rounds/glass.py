"""Break-glass on a round: how a superuser reads who would be where before it is published."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity
from profiles.models import User

from ...models import Round, RoundGlass
from ...policies.rounds import may_break_round_glass, open_round_glass
from . import telling
from .refusing import Refused

SHORTEST_REASON = 15


@transaction.atomic
def break_round_glass(round_: Round, *, by: User, reason: str) -> RoundGlass:
    """Open the runs of a round to ``by`` for half an hour; every custodian is told, with the reason.

    Raises PermissionDenied unless ``by`` is a superuser, Refused without a reason that says something.
    While one is open, asking again changes nothing.
    """
    if not may_break_round_glass(by):
        raise PermissionDenied("Only a superuser can do this.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("Say why in a sentence. Every custodian reads it.", "reason")
    known = open_round_glass(by, round_)
    if known is not None:
        return known
    glass = RoundGlass.objects.create(round=round_, by_id=by.pk, reason=reason.strip()[:500])
    activity.record(
        "matching.round_glass_broken", by=by, about=round_, glass=glass.pk, until=glass.until
    )
    telling.tell(
        round_,
        "matching_round_looked_inside",
        [user for user in telling.custodians() if user.pk != by.pk],
        key=f"glass:{glass.pk}",
        who=by.name or "A superuser",
        reason=glass.reason,
        until=telling.in_london(glass.until),
        link=f"/desk{round_.get_absolute_url()}",
    )
    return glass


@transaction.atomic
def mend_round_glass(round_: Round, *, by: User) -> int:
    """End one's own look before its time. Returns how many ended."""
    now = timezone.now()
    ended = RoundGlass.objects.filter(round=round_, by_id=by.pk, until__gt=now).update(until=now)
    if ended:
        activity.record("matching.round_glass_mended", by=by, about=round_)
    return ended
