"""A round's rows as what the engine settles: keys for names, and nothing that is not needed.

Read while the round is locked, so that a run sees one moment. Kinds of organisations and districts stay
out: with them a published instance could tell who is who.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from opportunities.application_choices import HOLDS_SEAT, LIVE
from opportunities.choices import Lifecycle
from opportunities.models import Application

from ...choices.rounds import ByHandState, ConflictState, Goal
from ...models import (
    PlaceResult,
    Round,
    RoundChoice,
    RoundConflict,
    RoundEntrant,
    RoundPlace,
    SeatByHand,
)
from .conflicts import LAST

if TYPE_CHECKING:
    from ... import engine

WAITING = LIVE - HOLDS_SEAT


def open_places(round_: Round) -> list[RoundPlace]:
    """Placements whose seats can be given still: published, and not called off."""
    rows = RoundPlace.objects.filter(
        round=round_,
        is_in=True,
        opportunity__live=True,
        opportunity__state__lifecycle__in=[Lifecycle.OPEN, Lifecycle.CLOSED],
    )
    rows = rows.select_related("opportunity__state", "host").order_by("pk")
    return [
        row for row in rows if row.opportunity.state.seats_taken < row.opportunity.state.seats_cap
    ]


def read(
    round_: Round,
    *,
    ties: str = "",
    goal: str = "",
    extra_seats: Mapping[str, int] | None = None,
    clearing: bool = False,
) -> "tuple[engine.Round, engine.Rules]":
    """The facts of a round as they are now, and the rules to settle them by."""
    from ...engine import rounds

    extra = extra_seats or {}
    places = {row.opportunity_id: row for row in open_places(round_)}
    shut = _did_not_run(round_) if clearing else set()
    places = {pk: row for pk, row in places.items() if row.pk not in shut}
    entrants = _entrants(round_, clearing)
    waiting = _waiting(places, entrants)
    by_hand = {} if clearing else _by_hand(round_, entrants, places)
    neutral = (goal or round_.goal) != Goal.STABLE
    lists = _lists(entrants, places, waiting, clearing)
    tiers = _tiers(round_, waiting, neutral)
    used = _used(round_) if clearing else {}
    hosts = {row.host_id: row.host for row in places.values()}
    applicants = tuple(
        rounds.Applicant(key=row.key, choices=lists.get(row.pk, ())) for row in entrants.values()
    )
    organisations = tuple(
        rounds.Organisation(key=host.key, quota=_left(host.quota, used.get(host.pk, 0)))
        for host in hosts.values()
        if _left(host.quota, used.get(host.pk, 0)) != 0
    )
    open_hosts = {row.key for row in organisations}
    placements = tuple(
        rounds.Placement(
            key=row.key,
            organisation=row.host.key,
            seats=_free(row) + extra.get(row.key, 0),
            least=1 if clearing or neutral else min(row.least, _most(row, extra)),
            tiers=tiers.get(row.opportunity_id),
        )
        for row in places.values()
        if row.host.key in open_hosts
    )
    known = {row.key for row in placements}
    if len(known) < len(places):
        applicants = tuple(_among(row, known) for row in applicants)
    return (
        rounds.Round(
            applicants=applicants,
            placements=placements,
            organisations=organisations,
            allocations=tuple(
                rounds.Allocation(applicant=who, placement=where) for who, where in by_hand.items()
            ),
        ),
        rounds.Rules(
            seed=round_.sealed_seed.seed, ties=ties or round_.ties, goal=goal or round_.goal
        ),
    )


def _free(row: RoundPlace) -> int:
    return row.opportunity.state.seats_cap - row.opportunity.state.seats_taken


def _most(row: RoundPlace, extra: Mapping[str, int]) -> int:
    return min(_free(row) + extra.get(row.key, 0), row.host.quota or 1_000_000)


def _left(quota: int | None, used: int) -> int | None:
    return None if quota is None else max(0, quota - used)


def _among(row: Any, known: set[str]) -> Any:
    from dataclasses import replace

    kept = tuple(tuple(key for key in group if key in known) for group in row.choices)
    return replace(row, choices=tuple(group for group in kept if group))


def _entrants(round_: Round, clearing: bool) -> dict[int | None, RoundEntrant]:
    rows = RoundEntrant.objects.filter(round=round_, left_at=None, person__isnull=False)
    if clearing:
        seated = round_.results.filter(is_current=True, kind="seat", ended_at=None)
        rows = rows.exclude(pk__in=seated.values("entrant"))
    return {row.person_id: row for row in rows.order_by("key")}


def _waiting(
    places: Mapping[int, RoundPlace], entrants: Mapping[int | None, RoundEntrant]
) -> dict[tuple[int, int], tuple[str, int | None]]:
    """(entrant, place) -> the entrant's key and the host's tier, for applications that wait."""
    rows = Application.objects.filter(
        opportunity__in=list(places), person__in=list(entrants), state__in=sorted(WAITING)
    ).values_list("person_id", "opportunity_id", "tier")
    found = {}
    for person, opportunity, tier in rows.order_by("pk"):
        entrant = entrants[person]
        found[entrant.pk, places[opportunity].pk] = (entrant.key, tier)
    return found


def _lists(entrants, places, waiting, clearing: bool) -> dict[int, tuple[tuple[str, ...], ...]]:
    """Per entrant the placements they chose, as groups of one: nobody ranks two as equals."""
    keys = {row.pk: row.key for row in places.values()}
    rows = RoundChoice.objects.filter(
        entrant__in=[row.pk for row in entrants.values()], clearing=clearing
    )
    lists: dict[int, list[str]] = defaultdict(list)
    for entrant, place in rows.order_by("entrant", "position").values_list(
        "entrant_id", "place_id"
    ):
        if place in keys and (entrant, place) in waiting:
            lists[entrant].append(keys[place])
    return {pk: tuple((key,) for key in chosen) for pk, chosen in lists.items()}


def _tiers(round_: Round, waiting, neutral: bool) -> dict[int, tuple[tuple[str, ...], ...]]:
    """Per opportunity the host's tiers; none where it said nothing, or they do not count."""
    if neutral:
        return {}
    aside = set(
        RoundConflict.objects.filter(place__round=round_)
        .exclude(state=ConflictState.CLEARED)
        .values_list("place_id", flat=True)
    )
    said: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (_, place), (key, tier) in waiting.items():
        said[place][tier or LAST].append(key)
    found = {}
    rows = RoundPlace.objects.filter(pk__in=list(said)).values_list("pk", "opportunity_id")
    for place, opportunity in rows:
        groups = said[place]
        if place not in aside and set(groups) != {LAST}:
            found[opportunity] = tuple(tuple(sorted(groups[tier])) for tier in sorted(groups))
    return found


def _by_hand(round_: Round, entrants, places) -> dict[str, str]:
    rows = SeatByHand.objects.filter(
        round=round_,
        state=ByHandState.CONFIRMED,
        application__state__in=sorted(WAITING),
        application__person__in=list(entrants),
        application__opportunity__in=list(places),
    ).values_list("application__person_id", "application__opportunity_id")
    return {entrants[person].key: places[opportunity].key for person, opportunity in rows}


def _did_not_run(round_: Round) -> set[int]:
    rows = PlaceResult.objects.filter(
        place__round=round_, is_current=True, kind="did_not_run", filled=0
    )
    return set(rows.values_list("place_id", flat=True))


def _used(round_: Round) -> dict[int, int]:
    """How many people each host has from this round already."""
    found: dict[int, int] = defaultdict(int)
    seated = round_.results.filter(is_current=True, kind="seat", ended_at=None)
    for host in seated.values_list("place__host_id", flat=True):
        found[host] += 1
    return found
