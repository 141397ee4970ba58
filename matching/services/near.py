"""What a need could change so that a near miss becomes a match: tried, scored again, never guessed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta


def what_would_help(need, supply, gate, ranking) -> dict | None:
    """The first change of the need that turns the near miss into a match, or None."""
    from .. import engine

    for change, changed in _candidates(need, supply, gate, ranking.today):
        market = engine.Market(
            needs=(changed,),
            supplies=(supply,),
            affinity=_near_affinity(ranking.market, changed, supply),
            refused=ranking.market.refused,
            conflicts=ranking.market.conflicts,
        )
        after = engine.explain(
            market, changed.key, supply.key, weights=ranking.weights, today=ranking.today
        )
        if after.listed:
            return change
    return None


def _near_affinity(market, need, supply) -> dict[tuple[int, int], int]:
    held = {row.skill for row in supply.held}
    return {
        (row.skill, skill): permille
        for row in need.requirements
        for skill, permille in market.affine.get(row.skill, ())
        if skill in held
    }


def _candidates(need, supply, gate, today) -> Iterator[tuple[dict, object]]:
    facts = gate.facts
    if gate.code == "essential":
        softer = tuple(
            replace(row, essential=False) if row.skill == facts["skill"] else row
            for row in need.requirements
        )
        yield {"kind": "desirable", "skill": facts["skill"]}, replace(need, requirements=softer)
    elif gate.code == "dates":
        yield from _dates(need, supply, today)
    elif gate.code == "place":
        for pattern in ("hybrid", "remote"):
            if pattern != need.pattern:
                yield {"kind": "pattern", "to": pattern}, replace(need, pattern=pattern)
    elif gate.code == "stage" and supply.stage:
        wider = need.stages | {supply.stage}
        yield {"kind": "stages", "to": supply.stage}, replace(need, stages=wider)
    elif gate.code == "hours" and facts["offered"]:
        fewer = facts["offered"]
        yield {"kind": "hours", "to": fewer}, replace(need, hours=fewer)


def _dates(need, supply, today) -> Iterator[tuple[dict, object]]:
    """A later end for somebody free later, an earlier start for somebody free only before."""
    starts = max(need.starts or today, today)
    if need.ends is None:
        return
    length = max(need.ends - starts, timedelta(days=6))
    if supply.available_from and supply.available_from > starts:
        ends = supply.available_from + (supply.available_from - starts) + timedelta(days=1)
        for candidate in (supply.available_from + length, max(ends, need.ends)):
            if candidate > need.ends:
                yield (
                    {"kind": "dates", "field": "ends", "to": candidate},
                    replace(need, ends=candidate),
                )
    if supply.available_until and supply.available_until >= today:
        earlier = max(today, supply.available_until - length)
        if earlier < starts:
            yield (
                {"kind": "dates", "field": "starts", "to": earlier},
                replace(need, starts=earlier),
            )
