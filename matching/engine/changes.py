"""What would change a score: each change to a supply is made, and the pair scored again."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .features import Credit, earn, is_listed, scored
from .gates import failed_gates, needed_level
from .told import Change
from .types import Gate, Held, Market, Need, Pair, Supply
from .weights import Weights

COST_OF_PLACE = 1
COST_OF_DATES = 1
COST_OF_LEVEL = 2
COST_OF_SKILL = 1
"""What a change asks, for ordering only; a new skill costs this on top of its levels."""


@dataclass(frozen=True, slots=True)
class Look:
    """One pair scored, the gates it fails, and whether it is listed."""

    pair: Pair
    earned: tuple[Credit, ...]
    gates: tuple[Gate, ...]
    listed: bool


def look(need: Need, supply: Supply, market: Market, weights: Weights, today: date) -> Look:
    """Score one pair and ask its gates."""
    earned = earn(need, supply, market=market, weights=weights)
    failed = failed_gates(need, supply, earned, market=market, weights=weights, today=today)
    pair = scored(need, supply, earned, weights)
    return Look(pair, earned, failed, not failed and is_listed(pair, weights))


def with_level(supply: Supply, skill: int, level: int) -> Supply:
    """The supply, holding this skill at this level."""
    others = tuple(row for row in supply.held if row.skill != skill)
    return replace(supply, held=(*others, Held(skill, level)))


def _candidates(need: Need, supply: Supply, before: Look, weights: Weights, today: date):
    """(change without its results, changed supply), each one step the supply could take."""
    for row in need.requirements:
        held = supply.level_of(row.skill)
        if held >= row.level:
            continue
        to = max(held + 1, needed_level(row.level, weights) if row.essential else 0)
        facts: dict[str, Any] = {"skill": row.skill, "from_level": held, "to_level": to}
        cost = COST_OF_LEVEL * (to - held) + (0 if held else COST_OF_SKILL)
        kind = "raise_level" if held else "add_skill"
        yield kind, cost, facts, with_level(supply, row.skill, to)
    codes = {gate.code for gate in before.gates}
    if "place" in codes and need.place is not None:
        wider = replace(supply, places=supply.places | {need.place})
        yield "widen_place", COST_OF_PLACE, {"place": need.place}, wider
    if "dates" in codes:
        since, until = supply.available_from, supply.available_until
        if since and since > max(need.starts or today, today):
            since = max(need.starts or today, today)
        if until and (need.ends is None or until < need.ends):
            until = need.ends or _four_weeks_from(max(need.starts or today, today))
        wider = replace(supply, available_from=since, available_until=until)
        facts = {"available_from": since, "available_until": until}
        yield "widen_dates", COST_OF_DATES, facts, wider


def _four_weeks_from(day: date) -> date:
    """The last day of four weeks, or of all days."""
    return date.fromordinal(min(day.toordinal() + 27, date.max.toordinal()))


def changes(
    need: Need, supply: Supply, before: Look, market: Market, weights: Weights, today: date
) -> tuple[Change, ...]:
    """The changes that help, cheapest first; each was made and scored again."""
    answer = []
    for kind, cost, facts, changed in _candidates(need, supply, before, weights, today):
        after = look(need, changed, market, weights, today)
        fewer = len(after.gates) < len(before.gates)
        better = len(after.gates) == len(before.gates) and after.pair.joint > before.pair.joint
        if not (fewer or better):
            continue
        answer.append(
            Change(
                kind=kind,
                cost=cost,
                joint=after.pair.joint,
                fit=after.pair.fit,
                gates_left=len(after.gates),
                opens=after.listed and not before.listed,
                **facts,
            )
        )
    answer.sort(key=lambda c: (not c.opens, c.cost, -c.joint, c.kind, c.skill or 0))
    return tuple(answer)
