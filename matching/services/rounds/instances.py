"""A round's rows as what the engine settles: keys for names, and nothing that is not needed.

Read while the round is locked, so that a run sees one moment. Kinds of organisations and districts stay
out: with them a published instance could tell who is who.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
    RoundSupervisor,
    RoundTeamMember,
    SeatByHand,
)
from .conflicts import LAST

if TYPE_CHECKING:
    from ... import engine

WAITING = LIVE - HOLDS_SEAT
NO_END = 1_000_000


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
    cared = _supervised(round_, places, clearing)
    placements = tuple(
        rounds.Placement(
            key=row.key,
            organisation=row.host.key,
            supervisor=cared[row.pk].key if row.pk in cared else None,
            seats=_free(row) + extra.get(row.key, 0),
            least=1 if clearing or neutral else min(row.least, _most(row, extra, cared)),
            tiers=tiers.get(row.opportunity_id),
        )
        for row in places.values()
        if row.host.key in open_hosts and (row.pk not in cared or cared[row.pk].quota)
    )
    known = {row.key for row in placements}
    kept = {row.organisation for row in placements}
    organisations = tuple(row for row in organisations if row.key in kept)
    if len(known) < len(places):
        applicants = tuple(_among(row, known) for row in applicants)
    hosted = {row.key: row for row in places.values()}
    sizes = [_most(hosted[row.key], extra, cared) for row in placements]
    by_hand = {who: where for who, where in by_hand.items() if where in known}
    teams: tuple[Any, ...] = ()
    if not clearing and not neutral:
        teams, alone = _teams(round_, applicants, by_hand, most=max(sizes, default=0))
        applicants = tuple(
            row if row.key not in alone else replace(row, choices=()) for row in applicants
        )
    return (
        rounds.Round(
            applicants=applicants,
            placements=placements,
            organisations=organisations,
            supervisors=tuple(
                rounds.Supervisor(key=key, quota=quota)
                for key, quota in sorted({(one.key, one.quota) for one in cared.values()})
                if any(row.supervisor == key for row in placements)
            ),
            teams=teams,
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


def _most(row: RoundPlace, extra: Mapping[str, int], cared: Mapping[int, Any]) -> int:
    limit = cared[row.pk].quota if row.pk in cared else 0
    return min(_free(row) + extra.get(row.key, 0), row.host.quota or NO_END, limit or NO_END)


@dataclass(frozen=True)
class Cared:
    """A supervisor with a limit: by which key, and how many more people they take."""

    key: str
    quota: int


def _supervised(
    round_: Round, places: Mapping[int, RoundPlace], clearing: bool
) -> dict[int, Cared]:
    """Per place its supervisor, where they have a limit of their own."""
    known = {
        (row.host_id, row.user_id): row
        for row in RoundSupervisor.objects.filter(host__round=round_)
    }
    if not known:
        return {}
    used: dict[tuple[int, int], int] = defaultdict(int)
    if clearing:
        seated = round_.results.filter(is_current=True, kind="seat", ended_at=None)
        for host, user in seated.values_list(
            "place__host_id", "place__opportunity__state__supervisor_id"
        ):
            used[host, user] += 1
    found = {}
    for place in places.values():
        who = (place.host_id, place.opportunity.state.supervisor_id)
        if who in known:
            left = max(0, known[who].quota - used[who])
            found[place.pk] = Cared(known[who].key, left)
    return found


def _teams(
    round_: Round, applicants: Iterable[Any], by_hand: Mapping[str, str], *, most: int
) -> "tuple[tuple[Any, ...], set[str]]":
    """The teams that can be, and the keys of those who wanted to go together or not at all and cannot.

    Whoever has a seat by hand, left, or is the only one left goes alone.
    """
    from ...engine import rounds

    here = {row.key for row in applicants} - set(by_hand)
    rows = RoundTeamMember.objects.filter(
        team__round=round_, ended_at=None, yes_at__isnull=False
    ).values_list("team__key", "team__or_alone", "entrant__key")
    said: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for team, or_alone, key in rows.order_by("team", "pk"):
        if key in here:
            said[team, or_alone].append(key)
    teams, alone = [], set()
    for (team, or_alone), members in said.items():
        if len(members) < 2:
            continue
        if len(members) <= most:
            teams.append(rounds.Team(key=team, members=tuple(members), or_alone=or_alone))
        elif not or_alone:
            alone.update(members)
    return tuple(teams), alone


def _left(quota: int | None, used: int) -> int | None:
    return None if quota is None else max(0, quota - used)


def _among(row: Any, known: set[str]) -> Any:
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
