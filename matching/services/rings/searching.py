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
from profiles.models import User

from ...choices import RunState
from ...choices.rings import SearchTrigger
from ...models import RingSearch
from ...policies import rings as policies
from ..scoring import JudgeDisagrees

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


def ask_here(*, by: User | None) -> RingSearch:
    """The row of a search that the caller does, without the worker. Runs in the caller's transaction."""
    return _asked(by=by, trigger=SearchTrigger.COMMAND, here=True)


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


def fail(search_id: int, error: BaseException) -> None:
    """Mark a live search as failed, and say why."""
    words = f"{type(error).__name__}: {error}"[:400]
    now = timezone.now()
    RingSearch.objects.filter(pk=search_id, is_live=True).update(
        state=RunState.FAILED, is_live=None, finished=now, alive_at=now, failure=words
    )
