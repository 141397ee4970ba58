"""Who is one gate away from a need, and what one more skill would open to a supply."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from .changes import look, with_level
from .doors import Doors
from .encode import WIDTH, Chunk
from .features import earn, is_listed
from .gates import failed_gates
from .patience import each
from .plan import Plan
from .ranking import Progress
from .told import NearMiss, Opening
from .types import Gate, Market, Need
from .weights import Weights

NOT_TO_BE_CHANGED = frozenset({"own_organisation", "conflict", "refused", "kind"})
"""Gates that nothing the supply could do should open."""


def kept_out_by_one(
    market: Market, *, weights: Weights, today: date
) -> Iterator[tuple[Need, dict[str, Gate]]]:
    """Each need with whom exactly one gate keeps from it, and that gate; scores are not asked."""
    plan = Plan(market.needs, weights=weights, today=today)
    doors = []
    for first in range(0, len(market.supplies), WIDTH):
        some = market.supplies[first : first + WIDTH]
        chunk = Chunk(some, market.affine, weights=weights, today=today)
        doors.append(Doors(plan, chunk, market))
    for n, need in enumerate(market.needs):
        found: dict[str, Gate] = {}
        for door in doors:
            for column in np.flatnonzero(door.shutting(n) == 1).tolist():
                supply = door.chunk.supplies[column]
                earned = earn(need, supply, market=market, weights=weights)
                (found[supply.key],) = failed_gates(
                    need, supply, earned, market=market, weights=weights, today=today
                )
            door.chunk.trim()
        yield need, found


def near_misses(
    market: Market,
    need_key: str,
    *,
    weights: Weights,
    today: date,
    top: int = 20,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> tuple[NearMiss, ...]:
    """Supplies that fail exactly one gate of a need, best fit first.

    A closed need, a conflict, one's own organisation and a refusal are no near misses: nothing
    the supply could do should change them. Raises KeyError for an unknown key, TimeoutError after
    ``time_limit`` seconds.
    """
    need = market.need(need_key)
    answer = []
    for supply in each(market.supplies, time_limit=time_limit, progress=progress):
        found = look(need, supply, market, weights, today)
        if len(found.gates) != 1 or not is_listed(found.pair, weights):
            continue
        gate = found.gates[0]
        if gate.code in NOT_TO_BE_CHANGED:
            continue
        if gate.code == "capacity" and gate.facts["side"] == "need":
            continue
        answer.append(NearMiss(supply.key, gate, found.pair.fit, found.pair.joint))
    answer.sort(key=lambda miss: (-miss.fit, -miss.joint, miss.supply))
    return tuple(answer[:top])


def openings(
    market: Market,
    supply_key: str,
    *,
    weights: Weights,
    today: date,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> tuple[Opening, ...]:
    """ "SQL at working would open four more": skills that alone would open closed needs.

    Every candidate was held for the sake of argument and each closed need scored again. Most
    needs opened first, then the fewest levels to climb. Raises KeyError for an unknown key,
    TimeoutError when either look takes ``time_limit`` seconds.
    """
    supply = market.supply(supply_key)
    closed: list[Need] = []
    candidates: set[tuple[int, int]] = set()
    for need in each(market.needs, time_limit=time_limit, progress=progress):
        found = look(need, supply, market, weights, today)
        if found.listed:
            continue
        essential = [gate for gate in found.gates if gate.code == "essential"]
        if len(essential) == len(found.gates) == 1:
            closed.append(need)
            candidates.add((essential[0].facts["skill"], essential[0].facts["needed"]))
    answer = []
    for skill, level in each(sorted(candidates), time_limit=time_limit, progress=None):
        raised = with_level(supply, skill, level)
        opened = tuple(
            need.key for need in closed if look(need, raised, market, weights, today).listed
        )
        if opened:
            answer.append(Opening(skill, supply.level_of(skill), level, opened))
    answer.sort(key=lambda o: (-len(o.needs), o.to_level - o.from_level, o.skill, o.to_level))
    return tuple(answer)
