"""A custodian sends a ring that was found to its parties."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import activity, hibernation
from common.states import IllegalMove, move
from profiles.models import User

from ...choices.rings import RING_MOVES, RingState
from ...models import Ring, RingPart
from ...policies import rings as policies
from . import letters
from .rows import locked, what_stops

LIFETIME = datetime.timedelta(days=14)


@transaction.atomic
def propose_ring(ring: Ring, *, by: User) -> Ring:
    """Ask every party for its part; they have two weeks. Proposing twice is proposing once.

    Raises PermissionDenied unless ``by`` is a custodian without a part in it, Asleep while the Forum
    sleeps, IllegalMove when a newer search replaced it, something in it has closed, or a party is asked in
    another ring already.
    """
    ring = locked(ring.pk)
    if not policies.may_propose_ring(by, ring):
        raise PermissionDenied("A custodian without a part in it decides this.")
    if ring.state == RingState.PROPOSED:
        return ring
    hibernation.demand_awake()
    if ring.state == RingState.SUPERSEDED:
        raise IllegalMove(
            ring.state, "proposed", "A newer search has replaced this. Look at the latest one."
        )
    if ring.state == RingState.FOUND and (why := what_stops(ring)):
        raise IllegalMove(ring.state, "proposed", f"{why} Search again.")
    ring.proposed_by, ring.proposed_at = by, timezone.now()
    ring.expires_at = ring.proposed_at + LIFETIME
    ring.save(update_fields=["proposed_by", "proposed_at", "expires_at"])
    move(ring, RingState.PROPOSED, moves=RING_MOVES)
    try:
        with transaction.atomic():
            RingPart.objects.filter(ring=ring).update(holds=True)
    except IntegrityError:
        raise IllegalMove(
            "found", "proposed", "One of these organisations is asked in another ring. Wait for it."
        ) from None
    activity.record("matching.ring_proposed", by=by, about=ring)
    letters.ask(ring)
    return locked(ring.pk)
