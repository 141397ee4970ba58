"""Searching for rings and chains: a row first, then the worker; the judge before anything is stored.

:func:`solve` reads and searches without a transaction and shows its progress; :func:`store` writes what it
found in one. Rings that wait for answers hold their place; what was found before and nobody proposed is
superseded.
"""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import activity, hibernation, outbox
from common.states import move
from opportunities.models import Opportunity
from profiles.models import Offer, User

from ... import policies_of_rings as policies
from ...choices import RUN_MOVES, RunState
from ...models import Ring, RingArc, RingPart, RingSearch
from ...ring_choices import RING_MOVES, RingState, SearchTrigger
from ..scoring import JudgeDisagrees, hold_weights
from . import letters

TIME_LIMIT = 20.0
"""Seconds; after them the best choice so far is taken, and how much better one could be is said."""
RING_LENGTH, CHAIN_LENGTH = 4, 3
DEAD_AFTER = datetime.timedelta(minutes=10)
WORK = "matching.find_rings"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Found:
    """What a search found, judged and not yet written."""

    rows: list[dict[str, Any]]
    document: dict[str, Any]
    is_proven: bool


@transaction.atomic
def ask_search(*, by: User | None, trigger: str = SearchTrigger.CUSTODIAN) -> RingSearch:
    """Ask for a search; the worker does it. While one is under way, that one is returned.

    ``by`` is None for the machine. Raises PermissionDenied unless ``by`` is a custodian, Asleep while the
    Forum sleeps.
    """
    if by is not None and not policies.may_run_rings(by):
        raise PermissionDenied("Custodians search for rings.")
    hibernation.demand_awake()
    return _asked(by=by, trigger=trigger)


def _asked(*, by: User | None, trigger: str, here: bool = False) -> RingSearch:
    dead = RingSearch.objects.filter(is_live=True, alive_at__lt=timezone.now() - DEAD_AFTER)
    for row in dead:
        fail(row.pk, RuntimeError("it stopped without a word"))
    try:
        with transaction.atomic():
            search = RingSearch.objects.create(
                trigger=trigger, asked_by=by, seed=timezone.localdate().isoformat()
            )
    except IntegrityError:
        return RingSearch.objects.get(is_live=True)
    activity.record("matching.ring_search_asked", by=by, about=search, trigger=str(trigger))
    if not here:
        outbox.put(WORK, key=f"search:{search.pk}", search_id=search.pk)
    return search


@transaction.atomic
def search_again() -> RingSearch | None:
    """A ring came to nothing: look what is possible now. Asleep, that waits for the next quarter."""
    if hibernation.is_asleep():
        return None
    return _asked(by=None, trigger=SearchTrigger.DECLINED)


def search_quarterly(*, today: datetime.date | None = None) -> RingSearch | None:
    """Search once in a quarter, unless somebody did already. Safe to run every night."""
    today = today or timezone.localdate()
    first = datetime.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    start = timezone.make_aware(datetime.datetime.combine(first, datetime.time()))
    recent = RingSearch.objects.exclude(state=RunState.FAILED)
    if hibernation.is_asleep() or recent.filter(created__gte=start).exists():
        return None
    return ask_search(by=None, trigger=SearchTrigger.QUARTERLY)


def solve(search_id: int, *, progress: Progress | None = None) -> Found | None:
    """Read the facts, search, and ask the judge. None when the search is no longer wanted.

    Raises JudgeDisagrees; the search is then marked as failed, as for every other error.
    """
    search = RingSearch.objects.filter(pk=search_id, is_live=True).first()
    if search is None:
        return None
    RingSearch.objects.filter(pk=search_id).update(
        state=RunState.RUNNING, alive_at=timezone.now(), progress=0
    )
    try:
        return _solve(search, progress)
    except Exception as error:
        fail(search_id, error)
        raise


def _solve(search: RingSearch, progress: Progress | None) -> Found:
    from ...engine import checks, rings
    from ...facts.rings import read_exchange

    exchange = read_exchange()
    asked: dict[str, Any] = {
        "seed": search.seed,
        "ring_length": RING_LENGTH,
        "chain_length": CHAIN_LENGTH,
        "kept": exchange.kept,
        "declined": exchange.declined,
    }
    proposal = rings.find_rings(
        exchange.facts, **asked, time_limit=TIME_LIMIT, progress=_reporter(search, progress)
    )
    document = rings.rings_to_json(exchange.facts, **asked, proposal=proposal)
    document = json.loads(json.dumps(document))
    verdict = checks.judge(document)
    if not verdict.holds:
        raise JudgeDisagrees(" ".join(verdict.problems[:3]))
    cards = rings.cards(exchange.facts, proposal, seed=search.seed, declined=exchange.declined)
    facts = {(arc.offer, arc.need): arc for arc in exchange.facts.arcs}
    rows = [
        {
            "ring": ring,
            "arcs": [(key, facts[key], exchange.matches.get(key)) for key in ring.arcs],
            "if_out": {
                card.organisation: [list(key) for key in card.if_out]
                for card in cards
                if card.ring == place
            },
        }
        for place, ring in enumerate(proposal.rings)
        if not ring.kept
    ]
    return Found(rows, document, proposal.proven)


def _reporter(search: RingSearch, progress: Progress | None) -> Progress:
    def report(done: int, expected: int) -> None:
        if done == expected or done % max(1, expected // 20) == 0:
            RingSearch.objects.filter(pk=search.pk).update(
                progress=done, expected=expected, alive_at=timezone.now()
            )
        if progress:
            progress(done, expected)

    return report


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
        search = _asked(by=by, trigger=SearchTrigger.COMMAND, here=True)
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


def fail(search_id: int, error: BaseException) -> None:
    """Mark a live search as failed, and say why."""
    words = f"{type(error).__name__}: {error}"[:400]
    now = timezone.now()
    RingSearch.objects.filter(pk=search_id, is_live=True).update(
        state=RunState.FAILED, is_live=None, finished=now, alive_at=now, failure=words
    )


def summary(search: RingSearch) -> dict[str, Any]:
    """A finished search in figures and ids, for programs."""
    rings = Ring.objects.filter(search=search).prefetch_related("arcs").order_by("pk")
    return {
        "search": search.pk,
        "digest": search.digest,
        "seed": search.seed,
        "organisations": search.organisations_count,
        "links": search.links_count,
        "proven": search.is_proven,
        "rings": [
            {
                "ring": ring.pk,
                "is_chain": ring.is_chain,
                "value": ring.value,
                "new_links": ring.new_links,
                "arcs": [
                    {
                        "offer": arc.offer_id,
                        "opportunity": arc.opportunity_id,
                        "giver": arc.giver_id,
                        "taker": arc.taker_id,
                        "hours": arc.hours,
                    }
                    for arc in ring.arcs.all()
                ],
            }
            for ring in rings
        ],
    }
