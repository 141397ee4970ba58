"""Who is one gate away from a need, and what one more skill would open to a supply."""

from datetime import date

from .changes import look, with_level
from .features import is_listed
from .patience import each
from .ranking import Progress
from .told import NearMiss, Opening
from .types import Market, Need
from .weights import Weights

NOT_TO_BE_CHANGED = frozenset({"own_organisation", "conflict", "refused", "kind"})
"""Gates that nothing the supply could do should open."""


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
