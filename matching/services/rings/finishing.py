"""A ring that started comes to its end when every introduction that came of it has."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from common import activity

from ...choices import LIVE_STATES, IntroductionState
from ...choices.rings import RingState
from ...models import Ring, RingArc
from .rows import end, locked

MOST_AT_ONCE = 200


def finish_of(introduction_id: int) -> None:
    """An introduction has ended: so has its ring, where it was the last of it."""
    arcs = RingArc.objects.filter(introduction=introduction_id, ring__state=RingState.STARTED)
    for pk in arcs.order_by("ring").values_list("ring_id", flat=True).distinct():
        _finish(pk)


def finish_rings() -> int:
    """The same for every ring that has nothing going on any more. Returns how many; twice is once."""
    going_on = RingArc.objects.filter(ring=OuterRef("pk"), introduction__state__in=LIVE_STATES)
    over = Ring.objects.filter(~Exists(going_on), state=RingState.STARTED).order_by("pk")
    return sum(_finish(pk) for pk in list(over.values_list("pk", flat=True)[:MOST_AT_ONCE]))


@transaction.atomic
def _finish(pk: int) -> bool:
    """Done where anything of it was done; fell through where nothing was."""
    ring = locked(pk)
    states = [arc.introduction.state if arc.introduction else "" for arc in ring.arcs.all()]
    if ring.state != RingState.STARTED or any(state in LIVE_STATES for state in states):
        return False
    done = IntroductionState.DONE in states
    end(ring, RingState.DONE if done else RingState.FELL_THROUGH)
    activity.record("matching.ring_finished", by=None, about=ring, done=done)
    return True
