"""A custodian stops a ring that should not go on, or puts aside one that was only found."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import activity
from common.states import IllegalMove
from profiles.models import User

from ...choices import LIVE_STATES
from ...choices.rings import RingState
from ...models import Ring
from ...policies import rings as policies
from .. import stopping
from . import letters
from .rows import end, locked


@transaction.atomic
def stop_ring(ring: Ring, *, by: User, reason: str) -> Ring:
    """End it; what it holds is not proposed again for a year. Whoever was asked is told why.

    Introductions that came of it are stopped with the same reason. Raises PermissionDenied unless ``by`` is
    a custodian without a part in it, IllegalMove when it has ended already.
    """
    ring = locked(ring.pk)
    if not policies.is_uninvolved(by, policies.parties_of(ring)):
        raise PermissionDenied("A custodian without a part in it decides this.")
    if ring.state not in (RingState.FOUND, RingState.PROPOSED, RingState.STARTED):
        raise IllegalMove(ring.state, "stopped", "This has ended already.")
    was = ring.state
    end(ring, RingState.STOPPED, stop_reason=reason)
    activity.record("matching.ring_stopped", by=by, about=ring, was=str(was))
    if was == RingState.PROPOSED:
        letters.stopped(ring)
    for arc in ring.arcs.all():
        # The mail about each introduction says why to both of its sides.
        if arc.introduction is not None and arc.introduction.state in LIVE_STATES:
            stopping.stop(arc.introduction, by=by, reason=reason)
    return locked(ring.pk)
