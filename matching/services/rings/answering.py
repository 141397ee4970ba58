"""A party accepts its part or declines; with the last yes the ring starts."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity
from common.states import IllegalMove, move
from profiles.models import Organisation, User

from ...choices import MET_STATES, Answer, IntroductionState
from ...choices.rings import RING_MOVES, RingState
from ...models import Ring, RingPart
from ...policies import rings as policies
from ..agreed import introduce_agreed
from ..introductions import advance
from . import letters
from .rows import end, locked, what_stops
from .searching import search_again


@transaction.atomic
def accept_part(
    ring: Ring, *, organisation: Organisation, by: User, may_name: bool = False
) -> Ring:
    """Say yes for one party. With the last yes the ring starts: each gift becomes an introduction.

    Saying yes twice is saying it once. Raises PermissionDenied unless ``by`` leads that party,
    IllegalMove when time has run out, it has ended, or something in it has closed.
    """
    ring, part = _opened(ring, organisation, by)
    if part.answer == Answer.YES and ring.state in (RingState.PROPOSED, RingState.STARTED):
        return ring
    _demand_open(ring, "accepted")
    if why := what_stops(ring):
        raise IllegalMove(ring.state, "accepted", f"{why} This cannot go ahead any more.")
    _write(part, Answer.YES, by=by, may_name=may_name)
    activity.record(
        "matching.ring_accepted", by=by, about=ring, organisation_id=part.organisation_id
    )
    if not RingPart.objects.filter(ring=ring).exclude(answer=Answer.YES).exists():
        _start(ring)
    return locked(ring.pk)


@transaction.atomic
def decline_part(ring: Ring, *, organisation: Organisation, by: User, reason: str = "") -> Ring:
    """Say no for one party. The others are told kindly, never who or why, and the search runs again.

    What this party would have given and got is not proposed again for a year. Also takes back a yes while
    the ring waits. Raises as :func:`accept_part`.
    """
    ring, part = _opened(ring, organisation, by)
    if part.answer == Answer.NO and ring.state == RingState.DECLINED:
        return ring
    _demand_open(ring, "declined")
    _write(part, Answer.NO, by=by, decline_reason=reason)
    end(ring, RingState.DECLINED)
    activity.record(
        "matching.ring_declined", by=by, about=ring, organisation_id=part.organisation_id
    )
    letters.declined(ring, by_party=part.organisation_id)
    search_again()
    return locked(ring.pk)


@transaction.atomic
def leave(ring: Ring, *, organisation: Organisation, by: User, reason: str = "") -> Ring:
    """Leave a ring that has started: what this party gives and gets falls through, the rest goes on.

    Raises PermissionDenied unless ``by`` leads that party, IllegalMove when it has not started.
    """
    ring, part = _opened(ring, organisation, by)
    if part.left_at is not None:
        return ring
    if ring.state != RingState.STARTED:
        raise IllegalMove(ring.state, "left")
    part.left_at = timezone.now()
    part.decline_reason = reason
    part.save(update_fields=["left_at", "decline_reason"])
    # Ended first, so that the last of its introductions does not end it a second time.
    end(ring, RingState.FELL_THROUGH)
    for arc in ring.arcs.all():
        met = arc.introduction is not None and arc.introduction.state in MET_STATES
        if arc.introduction and met and part.organisation_id in (arc.giver_id, arc.taker_id):
            advance(arc.introduction, IntroductionState.FELL_THROUGH, by=by)
    activity.record("matching.ring_left", by=by, about=ring, organisation_id=part.organisation_id)
    letters.left(ring, by_party=part.organisation_id)
    return locked(ring.pk)


def _opened(ring: Ring, organisation: Organisation, by: User) -> tuple[Ring, RingPart]:
    ring = locked(ring.pk)
    parts = {part.organisation_id: part for part in ring.parts.all()}
    part = parts.get(organisation.pk)
    if part is None or ring.proposed_at is None or not policies.may_answer_part(by, part):
        raise PermissionDenied("Only a lead of a party can answer for it.")
    return ring, part


def _demand_open(ring: Ring, wanted: str) -> None:
    if ring.state != RingState.PROPOSED:
        raise IllegalMove(ring.state, wanted)
    if ring.expires_at is not None and ring.expires_at <= timezone.now():
        ended = timezone.localtime(ring.expires_at)
        raise IllegalMove(
            "expired", wanted, f"The time to answer ended on {ended.day} {ended:%B at %H:%M}."
        )


def _write(part: RingPart, answer: str, *, by: User, **fields: object) -> None:
    part.answer, part.answered_at, part.answered_by = answer, timezone.now(), by
    for name, value in fields.items():
        setattr(part, name, value)
    part.save(update_fields=["answer", "answered_at", "answered_by", *fields])


def _start(ring: Ring) -> None:
    """All said yes: each gift becomes an introduction, and only now each sees how to reach the next."""
    ring.started_at = timezone.now()
    ring.save(update_fields=["started_at"])
    move(ring, RingState.STARTED, moves=RING_MOVES)
    RingPart.objects.filter(ring=ring).update(holds=False)
    for arc in ring.arcs.all():
        arc.introduction = introduce_agreed(
            opportunity=arc.opportunity, offer=arc.offer, match=arc.match
        )
        arc.save(update_fields=["introduction"])
    activity.record("matching.ring_started", by=None, about=ring)
    letters.started(ring)
