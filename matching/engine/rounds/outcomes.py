"""From who holds what to the rows of a result: seats, promises and counts."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from . import reasons
from .acceptance import Holding
from .coding import Coded
from .results import Blocking, Promise, Reversion, Seat, Settlement
from .seats import FREE
from .standing import NONE, Standing, causes
from .types import Rules


@dataclass(slots=True)
class Run:
    """What one run leaves: who holds what, and what happened on the way."""

    holding: Holding
    shut: list[tuple[int, int]]
    """Placements closed, with how many people they had."""
    reversions: list[tuple[int, int, int]]
    complete: bool = True
    steps: tuple[int, int] = (0, 0)


def promotes(coded: Coded, rules: Rules) -> bool:
    """Whether those whom everyone refused ask again: only ties leave room for it."""
    return rules.goal == "stable" and rules.ties == "largest" and coded.strict != (True, True)


def outcome(done: Run, rules: Rules) -> Settlement:
    """The result in rows, with a reason for everything."""
    holding, coded = done.holding, done.holding.coded
    round_ = coded.round
    keys = [row.key for row in round_.placements]
    placed, active = _placed(holding)
    standing = Standing(holding, placed, active)
    blocking = causes(standing, goal=rules.goal != "stable", complete=done.complete)
    seats = _seats(holding, placed, keys)
    counted = Counter(seat.choice for seat in seats if seat.choice)
    waiting = {
        one: coded.units[unit]
        for unit in range(len(round_.applicants), len(coded.units))
        if active[unit] and placed[unit] == NONE
        for one in coded.members[unit]
    }
    return Settlement(
        seats=seats,
        unplaced=reasons.unplaced(standing, blocking, waiting),
        empty=reasons.empty(standing, blocking),
        closed=reasons.closed(standing, done.shut),
        reversions=tuple(Reversion(keys[a], keys[b], many) for a, b, many in done.reversions),
        blocking=tuple(
            sorted(
                (Blocking(coded.units[u], keys[p], cause) for u, p, cause in blocking),
                key=lambda row: (row.applicant, row.placement),
            )
        ),
        promises=_promises(done, rules, {cause for _, _, cause in blocking}),
        choices=tuple(counted[n] for n in range(1, max(counted, default=0) + 1)),
        shares=reasons.shares(standing),
        seed=rules.seed,
        complete=done.complete,
        steps=done.steps,
        facts=(round_, rules),
    )


def _placed(holding: Holding) -> tuple[np.ndarray, np.ndarray]:
    """Per unit its placement or -1, and whether it stands for itself (not for, or in, a team)."""
    c = holding.coded
    edges = np.array(holding.edge, dtype=np.int64)
    placed = np.full(len(edges), NONE)
    sitting = edges != FREE
    places = np.array(c.slot_place, dtype=np.int64)
    placed[sitting] = places[c.edges.slot[edges[sitting]]]
    active = np.ones(len(edges), dtype=bool)
    active[list(holding.out)] = False
    for unit, slot in holding.fixed.items():
        placed[unit], active[unit] = c.slot_place[slot], True
    return placed, active


def _seats(holding: Holding, placed: np.ndarray, keys: list[str]) -> tuple[Seat, ...]:
    """A row for everyone with a seat, in the order of keys."""
    c = holding.coded
    people = len(c.round.applicants)
    places = placed.tolist()
    rank, edge, fixed = c.edge_rank, holding.edge, holding.fixed
    single = [
        unit
        for unit, (held, there) in enumerate(zip(edge[:people], places, strict=False))
        if held >= 0 and there >= 0
    ]
    rows = list(
        map(
            Seat,
            map(c.units.__getitem__, single),
            [keys[places[unit]] for unit in single],
            [rank[edge[unit]] + 1 for unit in single],
        )
    )
    for unit in fixed:
        row = c.round.applicants[unit]
        key = keys[places[unit]]
        choice = next((i for i, tie in enumerate(row.choices, 1) if key in tie), 0)
        rows.append(Seat(row.key, key, choice, allocated=True))
    for unit in range(people, len(places)):
        if places[unit] >= 0:
            for one in c.members[unit]:
                choice = rank[edge[unit]] + 1
                rows.append(Seat(c.units[one], keys[places[unit]], choice, team=c.units[unit]))
    if fixed or len(places) > people:
        rows.sort(key=lambda seat: seat.applicant)
    return tuple(rows)


def _promises(done: Run, rules: Rules, blocked_by: set[str]) -> tuple[Promise, ...]:
    """What a plain round promises, and what this one lost of it, and to what."""
    coded = done.holding.coded
    round_ = coded.round
    strict_applicants, strict_hosts = coded.strict
    promoted = promotes(coded, rules)
    late = () if done.complete else ("time_limit",)
    goal = ("goal",) if rules.goal != "stable" else ()
    teams = ("teams",) if round_.teams else ()
    least = ("minimum_sizes",) if any(row.least > 1 for row in round_.placements) else ()
    reverting = ("reversions",) if any(row.reverts_to for row in round_.placements) else ()
    ties = () if strict_applicants and strict_hosts else ("ties",)
    reserved = ("reserved_seats",) if any(row.reserved for row in round_.placements) else ()
    stable = tuple(sorted(blocked_by))
    best = (*stable, *ties, *goal, *teams, *(least if done.shut else ()), *reserved, *late)
    gaming = (*(("largest",) if promoted else ()), *goal, *teams, *least, *reverting, *late)
    kept = [
        ("stable" if strict_hosts else "weakly_stable", stable),
        ("applicant_optimal", tuple(dict.fromkeys(best))),
        ("truthful", gaming),
        ("longer_list", gaming),
    ]
    if promoted:
        kept.append(("two_thirds_of_largest", (*teams, *least, *reserved, *late)))
    return tuple(Promise(name, not lost, lost) for name, lost in kept)
