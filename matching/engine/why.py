"""Questions about a whole list: why not that one, and why nobody.

Both score again with the facts as they stand, so they answer for any row, listed or not.
"""

from collections import Counter
from datetime import date

from .changes import Look, changes, look
from .features import is_listed
from .lists import lottery
from .nearby import NOT_TO_BE_CHANGED
from .patience import each
from .ranking import Progress
from .told import Ahead, Change, Counted, Nearest, Nobody, WhyNot
from .types import Market, Need, Pair, Part, Supply
from .weights import Weights

GATES = (
    "kind", "dates", "place", "stage", "own_organisation", "conflict", "refused", "capacity",
    "hours", "essential",
)  # fmt: skip
"""The gates in the order in which :func:`gates.failed_gates` asks them."""

FLOORS = ("too_little_fit", "no_benefit")
SIDES = ("need", "supply")


def why_not(
    market: Market,
    need_key: str,
    supply_key: str,
    *,
    side: str,
    weights: Weights,
    seed: int | str,
    today: date,
    top: int = 20,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> WhyNot:
    """Why this pair is not among the best ``top`` of one side's list ("need" or "supply").

    Scores that side's row against everyone. Raises KeyError for an unknown key, ValueError for
    another side, TimeoutError after ``time_limit`` seconds.
    """
    if side not in SIDES:
        raise ValueError(f"A side is one of {SIDES}, not {side!r}.")
    need, supply = market.need(need_key), market.supply(supply_key)
    rivals = []
    pairs = _pairs(market, need if side == "need" else supply)
    for one, other in each(pairs, time_limit=time_limit, progress=progress):
        if (one.key, other.key) != (need_key, supply_key):
            seen = look(one, other, market, weights, today)
            if seen.listed:
                rivals.append((_order(seen.pair, seed), seen.pair))
    rivals.sort(key=lambda rival: rival[0])
    here = look(need, supply, market, weights, today)
    order = _order(here.pair, seed)
    before = sum(rival < order for rival, _ in rivals)
    place = before + 1 if here.listed and before < top else None
    # The last one that would have to go for this pair to come in.
    last = rivals[top - 1][1] if len(rivals) >= top else None
    reason = _reason(here, weights)
    if reason == "listed" and place is None and last is not None:
        reason = _beaten_by(here.pair, last)
    full = rivals[top - 1][0] if last is not None else None
    return WhyNot(
        need=need_key,
        supply=supply_key,
        reason=reason,
        place=place,
        gates=here.gates,
        joint=here.pair.joint,
        used=here.pair.used,
        last=None if last is None else last.supply if side == "need" else last.need,
        last_joint=last.joint if last else 0,
        behind=max(0, last.joint - here.pair.joint) if last else 0,
        ahead=_ahead(last, here.pair) if last else (),
        would_list=()
        if place
        else tuple(
            change
            for change in changes(need, supply, here, market, weights, today)
            if _enters(change, here, full)
        ),
    )


def why_nobody(
    market: Market,
    key: str,
    *,
    side: str,
    weights: Weights,
    today: date,
    nearest: int = 5,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Nobody:
    """What closed the pairs of one need, or of one supply, and those that came nearest.

    The nearest fail the fewest gates; among equals the best fit comes first. Own organisations,
    declared relations and refusals are counted, but never among the nearest. Raises KeyError for
    an unknown key, ValueError for a side other than "need" and "supply", TimeoutError after
    ``time_limit`` seconds.
    """
    if side not in SIDES:
        raise ValueError(f"A side is one of {SIDES}, not {side!r}.")
    row = market.need(key) if side == "need" else market.supply(key)
    closed: Counter[str] = Counter()
    near = []
    listed = looked_at = 0
    for need, supply in each(_pairs(market, row), time_limit=time_limit, progress=progress):
        looked_at += 1
        seen = look(need, supply, market, weights, today)
        if seen.listed:
            listed += 1
            continue
        closed[seen.gates[0].code if seen.gates else _reason(seen, weights)] += 1
        if not any(gate.code in NOT_TO_BE_CHANGED for gate in seen.gates):
            near.append((len(seen.gates), -seen.pair.fit, need.key, supply.key, seen))
    near.sort(key=lambda entry: entry[:-1])
    order = [*GATES, *FLOORS]
    return Nobody(
        key=key,
        looked_at=looked_at,
        listed=listed,
        closed=tuple(Counted(code, closed[code]) for code in order if closed[code]),
        nearest=tuple(
            Nearest(
                need=seen.pair.need,
                supply=seen.pair.supply,
                gates=seen.gates,
                fit=seen.pair.fit,
                joint=seen.pair.joint,
                would_change=changes(
                    market.need(seen.pair.need), market.supply(seen.pair.supply),
                    seen, market, weights, today,
                ),
            )
            for *_, seen in near[:nearest]
        ),
    )  # fmt: skip


def _pairs(market: Market, row: Need | Supply) -> list[tuple[Need, Supply]]:
    if isinstance(row, Need):
        return [(row, supply) for supply in market.supplies]
    return [(need, row) for need in market.needs]


def _order(pair: Pair, seed: int | str) -> tuple:
    """What lists are ordered by, the best the smallest."""
    ticket = lottery(seed, pair.need, pair.supply)
    return (-pair.joint, -pair.used, ticket, pair.need, pair.supply)


def _reason(seen: Look, weights: Weights) -> str:
    if seen.gates:
        return "gates"
    if is_listed(seen.pair, weights):
        return "listed"
    return FLOORS[0] if seen.pair.fit < weights.least_fit else FLOORS[1]


def _beaten_by(pair: Pair, last: Pair) -> str:
    if last.joint > pair.joint:
        return "joint"
    return "used" if last.used > pair.used else "lottery"


def _enters(change: Change, here: Look, full: tuple | None) -> bool:
    """Whether a change gives the pair a place: it opens what is shut, and beats the last."""
    opened = change.opens or here.listed
    return opened and (full is None or -change.joint < full[0])


def _ahead(last: Pair, pair: Pair) -> tuple[Ahead, ...]:
    """Where the last on the list has more points than this pair, most first.

    Skills are compared as they are asked: of two needs, by their own requirements.
    """
    mine = {_name(part): part.points for part in (*pair.parts_need, *pair.parts_supply)}
    found = [
        Ahead(part.name, part.points - mine.get(_name(part), 0), part.skill)
        for part in (*last.parts_need, *last.parts_supply)
        if part.points > mine.get(_name(part), 0)
    ]
    return tuple(sorted(found, key=lambda part: (-part.points, part.name, part.skill or 0)))


def _name(part: Part) -> tuple[str, int | None]:
    return part.name, part.skill
