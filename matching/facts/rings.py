"""Current matches between organisations as an exchange for the engine.

An arc is an organisation's open offer that fits another organisation's open challenge, both sides good
enough for it to be listed. Keys are numbers, so a stored search holds no word about anybody.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ..bonds import read_past
from ..choices import Answer
from ..choices.rings import RingState
from ..engine import rings as engine
from ..models import Match, Ring, RingArc
from ..ring_fits import fitting, is_gift
from .keys import number

REFUSED_FOR = datetime.timedelta(days=365)
"""How long what somebody declined, or a custodian stopped, is not proposed again."""


@dataclass(frozen=True)
class Exchange:
    """What a search looks at, and which match stands behind each arc."""

    facts: engine.Exchange
    kept: tuple[tuple[engine.ArcKey, ...], ...]
    kept_ids: tuple[int, ...]
    declined: frozenset[engine.ArcKey]
    matches: dict[engine.ArcKey, int]


def organisation_key(pk: int | None) -> str:
    """How the engine calls an organisation."""
    return f"organisation:{pk}"


def arc_key(arc: Any) -> engine.ArcKey:
    """How the engine calls a gift of a ring, or a match between an offer and a challenge."""
    return f"offer:{arc.offer_id}", f"opportunity:{arc.opportunity_id}"


def ids_of(key: engine.ArcKey) -> tuple[int, int]:
    """(offer, opportunity) of an arc."""
    return number(key[0]), number(key[1])


def read_exchange() -> Exchange:
    """The exchange as it stands. Rings that wait for answers hold their place in it."""
    past = read_past()
    matches = fitting()
    waiting = list(
        Ring.objects.filter(state=RingState.PROPOSED)
        .prefetch_related("arcs__offer__state", "arcs__opportunity")
        .order_by("pk")
    )
    held = [arc for ring in waiting for arc in ring.arcs.all()]
    offers: dict[str, engine.Offer] = {}
    needs: dict[str, engine.Need] = {}
    arcs: dict[engine.ArcKey, engine.Arc] = {}
    rows: list[RingArc | Match] = [*held, *matches]
    for row in rows:
        offer, need = row.offer, row.opportunity
        if offer is None or arc_key(row) in arcs:
            continue
        giver = organisation_key(offer.organisation_id)
        taker = organisation_key(need.organisation_id)
        offer_key, need_key = arc_key(row)
        offers[offer_key] = engine.Offer(
            key=offer_key,
            organisation=giver,
            capacity=max(1, offer.state.cap - offer.state.taken),
            hours=offer.hours or 0,
            gift=is_gift(offer),
        )
        needs[need_key] = engine.Need(key=need_key, organisation=taker)
        arcs[arc_key(row)] = engine.Arc(
            offer=offer_key,
            need=need_key,
            value=row.value if isinstance(row, RingArc) else row.joint,
            new_link=taker not in past.links[giver],
        )
    sides: list[engine.Offer | engine.Need] = [*offers.values(), *needs.values()]
    parties = {one.organisation for one in sides}
    return Exchange(
        facts=engine.Exchange(
            organisations=tuple(
                engine.Organisation(key=key, never_helped=key not in past.helped) for key in parties
            ),
            offers=tuple(offers.values()),
            needs=tuple(needs.values()),
            arcs=tuple(arcs.values()),
        ),
        kept=tuple(tuple(arc_key(arc) for arc in ring.arcs.all()) for ring in waiting),
        kept_ids=tuple(ring.pk for ring in waiting),
        declined=_refused(arcs),
        matches={arc_key(row): row.pk for row in matches},
    )


def _refused(arcs: Iterable[engine.ArcKey]) -> frozenset[engine.ArcKey]:
    """What somebody said no to in a ring within a year, and what a custodian stopped.

    Of those still possible, by the engine's rule: all that the organisation would have given and got.
    """
    known = set(arcs)
    since = timezone.now() - REFUSED_FOR
    rings = (
        Ring.objects.filter(ended_at__gt=since)
        .filter(Q(state=RingState.STOPPED) | Q(parts__answer=Answer.NO))
        .prefetch_related("arcs", "parts")
        .distinct()
    )
    found: set[engine.ArcKey] = set()
    for ring in rings:
        no = {part.organisation_id for part in ring.parts.all() if part.answer == Answer.NO}
        for arc in ring.arcs.all():
            if ring.state == RingState.STOPPED or {arc.giver_id, arc.taker_id} & no:
                found.add(arc_key(arc))
    return frozenset(found & known)
