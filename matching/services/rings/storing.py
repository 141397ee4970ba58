"""Writing what a search found, in one transaction; and the search that the command does here and now."""

import contextlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import activity, hibernation
from common.states import IllegalMove, move
from opportunities.models import Opportunity
from profiles.models import Offer, User

from ...choices import RUN_MOVES, RunState
from ...choices.rings import RING_MOVES, RingState
from ...models import Ring, RingArc, RingPart, RingSearch
from ..scoring import hold_weights
from . import letters
from .searching import DEAD_AFTER, Found, Progress, ask_here, search_again, solve


@transaction.atomic
def store(found: Found | None, *, search_id: int) -> RingSearch | None:
    """Write what a search found, once; what was found before and not proposed is superseded.

    A ring whose organisation was asked in another one meanwhile, or with a gift that no longer stands, is
    left out.
    """
    if found is None:
        return None
    hold_weights()
    search = RingSearch.objects.select_for_update().get(pk=search_id)
    if not search.is_live:
        return None
    for old in Ring.objects.filter(state=RingState.FOUND).order_by("pk"):
        with contextlib.suppress(IllegalMove):  # a custodian has just proposed it
            move(old, RingState.SUPERSEDED, moves=RING_MOVES)
            Ring.objects.filter(pk=old.pk).update(ended_at=timezone.now())
    busy = set(RingPart.objects.filter(holds=True).values_list("organisation_id", flat=True))
    offers = {row.pk: row for row in Offer.objects.open().select_related("organisation")}
    needs = {row.pk: row for row in Opportunity.objects.open()}
    kept = [row for row in found.rows if _make(row, search, offers, needs, busy)]
    document = found.document
    search.result = document.pop("result")
    search.facts, search.digest = document, document["digest"]
    search.engine_version = document["engine"]
    search.organisations_count = len(document["organisations"])
    search.links_count = len(document["arcs"])
    search.rings_count = len(kept)
    search.is_proven = found.is_proven
    search.is_live = None
    search.finished = search.alive_at = timezone.now()
    search.state = RunState.RUNNING  # a retry may find it as it was queued
    search.save()
    move(search, RunState.DONE, moves=RUN_MOVES)
    activity.record("matching.ring_search_done", by=None, about=search, rings=len(kept))
    if kept:
        letters.found(search)
    ended = (RingState.DECLINED, RingState.EXPIRED, RingState.FELL_THROUGH)
    if Ring.objects.filter(state__in=ended, ended_at__gte=search.created).exists():
        search_again()  # its facts may have been read before that
    return search


def _make(row: dict[str, Any], search: RingSearch, offers, needs, busy: set[int]) -> Ring | None:
    from ...facts.rings import ids_of

    ring, arcs = row["ring"], row["arcs"]
    pairs = [ids_of(key) for key, _, _ in arcs]
    if any(offer not in offers or need not in needs for offer, need in pairs):
        return None
    ends = [(offers[offer].organisation_id, needs[need].organisation_id) for offer, need in pairs]
    if busy & {party for pair in ends for party in pair}:
        return None
    made = Ring.objects.create(
        search=search,
        is_chain=ring.is_chain,
        value=ring.value,
        new_links=ring.new_links,
        holds_ring=ring.holds_ring,
    )
    for place, ((offer, need), (giver, taker), (_, fact, match)) in enumerate(
        zip(pairs, ends, arcs, strict=True)
    ):
        RingArc.objects.create(
            ring=made,
            position=place,
            offer_id=offer,
            opportunity_id=need,
            giver_id=giver,
            taker_id=taker,
            hours=offers[offer].hours or 0,
            value=fact.value,
            is_new_link=fact.new_link,
            match_id=match,
        )
    for place, party in enumerate(dict.fromkeys(party for pair in ends for party in pair)):
        RingPart.objects.create(
            ring=made,
            organisation_id=party,
            position=place,
            if_out=row["if_out"].get(f"organisation:{party}", []),
        )
    return made


def find(*, by: User | None = None, progress: Progress | None = None) -> RingSearch:
    """Search here and now, for the command. Raises RingSearchUnderWay, JudgeDisagrees."""
    with transaction.atomic():
        hibernation.demand_awake()
        alive = RingSearch.objects.filter(is_live=True).first()
        if alive is not None and alive.alive_at > timezone.now() - DEAD_AFTER:
            raise RingSearchUnderWay(alive)
        search = ask_here(by=by)
    done = store(solve(search.pk, progress=progress), search_id=search.pk)
    if done is None:
        raise RingSearchUnderWay(RingSearch.objects.get(pk=search.pk))
    return done


class RingSearchUnderWay(Exception):
    """Another search is still working."""

    def __init__(self, search: RingSearch) -> None:
        self.search = search
        super().__init__(search.pk)

    def __str__(self) -> str:
        return f"Search {self.search.pk} is under way, or was done by a worker meanwhile."
