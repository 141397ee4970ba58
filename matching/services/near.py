"""Near misses and openings: what one change would do, tried and scored again, never guessed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from profiles.models import Person

from ..facts import Names, number, supply_ids
from ..models import MatchRun, NearMiss, Opening
from ..words import near as near_wording
from .copying import insert

if TYPE_CHECKING:
    from ..engine import Need

NEAR = 5
OPENINGS = 3


@dataclass(frozen=True)
class Found:
    """Near misses and openings, not yet written."""

    misses: list[NearMiss]
    openings: list[Opening]
    scores: list[tuple[int, int]] = field(default_factory=list)
    """Of each near miss its fit and its joint score: what they are ordered by."""


def prepare(
    run: MatchRun,
    ranking,
    *,
    names: Names,
    progress: Callable[[int, int], None] | None = None,
) -> Found:
    """Look at every need for those whom one gate keeps out. Reads nothing but the ranking."""
    from .. import engine

    found = engine.one_away(
        ranking.market,
        weights=ranking.weights,
        today=ranking.today,
        near=NEAR,
        skills=OPENINGS,
        progress=progress,
    )
    misses, scores = [], []
    for key, rows in found.misses.items():
        need = ranking.market.need(key)
        for position, miss in enumerate(rows):
            misses.append(_miss(run, need, miss, position, ranking, names))
            scores.append((miss.fit, miss.joint))
    openings = [
        Opening(
            run=run,
            person_id=number(opened.supply),
            skill_id=opened.skill,
            from_level=opened.from_level,
            to_level=opened.to_level,
            opens=opened.count,
        )
        for opened in found.opened
        if opened.supply.startswith("person:")
    ]
    return Found(misses, openings, scores)


def store(found: Found, *, rows: Mapping[str, int], holds: Callable[[NearMiss], bool]) -> None:
    """Replace a scope's near misses and openings. ``rows`` is the filter of the scope.

    What was said of a supply as a near miss goes when its facts change; a new one is found by the
    next run over the need or over everything. Openings are a person's, so a run over one need or
    one offer leaves them alone.
    """
    NearMiss.objects.filter(**rows).delete()
    if not rows or "opportunity_id" in rows:
        full = [row for row in found.misses if row.gate == "capacity" or holds(row)]
        insert(full)
    if not rows or "person_id" in rows:
        replace_openings(found.openings, rows=rows)


def replace_openings(openings: list[Opening], *, rows: Mapping[str, int]) -> None:
    """These in place of a scope's, of people who still let themselves be matched."""
    Opening.objects.filter(**rows).delete()
    known = set(
        Person.objects.matchable()
        .filter(pk__in={row.person_id for row in openings})
        .values_list("pk", flat=True)
    )
    insert([row for row in openings if row.person_id in known])


def _miss(run, need, miss, position: int, ranking, names: Names) -> NearMiss:
    """One near miss, not saved, with what would help in words."""
    supply = ranking.market.supply(miss.supply)
    return NearMiss(
        run=run,
        opportunity_id=number(need.key),
        **supply_ids(miss.supply),
        position=position,
        gate=miss.gate.code,
        words=near_wording.near_miss(
            miss.gate.code,
            miss.gate.facts,
            what_would_help(need, supply, miss.gate, ranking),
            names,
        ),
    )


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


def _near_affinity(market, need, supply, *more: int) -> dict[tuple[int, int], int]:
    held = {row.skill for row in supply.held} | set(more)
    return {
        (row.skill, skill): permille
        for row in need.requirements
        for skill, permille in market.affine.get(row.skill, ())
        if skill in held
    }


def _candidates(need, supply, gate, today) -> "Iterator[tuple[dict, Need]]":
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


def _dates(need, supply, today) -> "Iterator[tuple[dict, Need]]":
    """A somewhat later end, or the whole of it moved to when they are free."""
    starts = max(need.starts or today, today)
    if need.ends is None or need.ends < starts:
        return
    length = need.ends - starts
    since, until = supply.available_from, supply.available_until
    if since and since > starts:
        # The end from which half of the days are shared, as the default weights ask.
        ends = since + (since - starts)
        if need.ends < ends <= need.ends + length / 2:
            yield {"kind": "end", "to": ends}, replace(need, ends=ends)
        yield _moved(need, since, since + length)
    if until and until >= today:
        first = max(today, until - length)
        if first < starts:
            yield _moved(need, first, first + length)


def _moved(need, starts, ends) -> "tuple[dict, Need]":
    change = {"kind": "dates", "starts": starts, "ends": ends}
    return change, replace(need, starts=starts, ends=ends)
