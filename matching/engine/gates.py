"""The gates of one pair: a pair that fails one is no match, and the reason is kept.

:mod:`matching.engine.scoring` asks the same of whole rows.
"""

from datetime import date

from .features import Credit
from .types import Gate, Market, Need, Supply
from .weights import Weights

EVER = date.max


def needed_level(asked: int, weights: Weights) -> int:
    """The least level that passes the gate of an essential requirement."""
    return max(1, asked - weights.essential_gap)


def window(need: Need, supply: Supply, *, today: date, weights: Weights) -> tuple[int, int, bool]:
    """Days both can, days required, and whether the need is over. Open ends reach for ever."""
    starts = max(need.starts or today, today)
    ends = need.ends or EVER
    first = max(supply.available_from or today, today, starts)
    last = min(supply.available_until or EVER, ends)
    both = max(0, (last - first).days + 1)
    if need.ends is None:
        return both, 1, False
    length = (ends - starts).days + 1
    required = max(1, -(-max(0, length) * weights.dates_overlap // 1000))
    return both, required, length < 1


def reachable(need: Need, supply: Supply) -> bool:
    """Whether the two can be in one place, or need not be."""
    if need.pattern == "remote" or need.place is None or need.place in supply.places:
        return True
    if supply.remote:
        return need.pattern == "hybrid"
    return not supply.places


def failed_gates(
    need: Need,
    supply: Supply,
    earned: tuple[Credit, ...],
    *,
    market: Market,
    weights: Weights,
    today: date,
) -> tuple[Gate, ...]:
    """The gates this pair fails, each with the facts; empty when the two may meet."""
    failed = []
    if supply.kind not in need.accepts:
        failed.append(Gate("kind", {"kind": supply.kind, "accepts": sorted(need.accepts)}))
    both, required, over = window(need, supply, today=today, weights=weights)
    if over or both < required:
        failed.append(
            Gate(
                "dates",
                {
                    "starts": need.starts,
                    "ends": need.ends,
                    "available_from": supply.available_from,
                    "available_until": supply.available_until,
                    "days_shared": both,
                    "days_required": required,
                },
            )
        )
    if not reachable(need, supply):
        facts = {"place": need.place, "pattern": need.pattern, "places": sorted(supply.places)}
        failed.append(Gate("place", facts))
    if supply.kind == "person" and need.stages and supply.stage not in need.stages:
        failed.append(Gate("stage", {"stage": supply.stage, "stages": sorted(need.stages)}))
    if need.organisation in supply.organisations:
        failed.append(Gate("own_organisation", {"organisation": need.organisation}))
    if (need.organisation, supply.key) in market.conflicts:
        failed.append(Gate("conflict", {"organisation": need.organisation}))
    if (need.key, supply.key) in market.refused:
        failed.append(Gate("refused", {}))
    if need.seats_left < 1:
        failed.append(Gate("capacity", {"side": "need", "left": need.seats_left}))
    if supply.capacity_left < 1:
        failed.append(Gate("capacity", {"side": "supply", "left": supply.capacity_left}))
    if (
        need.hours is not None
        and supply.hours is not None
        and supply.hours * 1000 < need.hours * weights.hours_enough
    ):
        failed.append(Gate("hours", {"asked": need.hours, "offered": supply.hours}))
    for credit in earned:
        asked = credit.requirement.level
        if credit.requirement.essential and credit.gate_level < needed_level(asked, weights):
            failed.append(
                Gate(
                    "essential",
                    {
                        "skill": credit.requirement.skill,
                        "asked": asked,
                        "held": credit.gate_level,
                        "needed": needed_level(asked, weights),
                    },
                )
            )
    return tuple(failed)
