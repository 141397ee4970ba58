"""Why a pair is or is no match, as facts for others to put into words.

``explain`` looks at one pair, ``near_misses`` at the supplies one gate away from a need, and
``openings`` at what one more skill would open to a supply. Whatever is said to change a score
was re-scored with the change made; nothing is guessed.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from .features import earn, is_listed, score, unmet_wishes
from .gates import failed_gates, needed_level
from .types import Adjustment, Gate, Held, Market, Need, Pair, Part, Supply
from .weights import Weights

COST_OF_PLACE = 1
COST_OF_DATES = 1
COST_OF_LEVEL = 2
COST_OF_SKILL = 1
"""What a change asks, for ordering only; a new skill costs this on top of its levels."""


@dataclass(frozen=True, slots=True)
class Use:
    """A requirement that a held skill earns credit for; ``credited`` is the skill held."""

    skill: int
    asked: int
    held: int
    credited: int
    essential: bool
    points: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A requirement not met in full; ``held`` counts towards it, 0 when nothing does."""

    skill: int
    asked: int
    held: int
    essential: bool
    points_lost: int


@dataclass(frozen=True, slots=True)
class Grow:
    """A wish this need would serve: from the level held to the level asked."""

    skill: int
    from_level: int
    to_level: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a supply and what re-scoring with it gave.

    ``kind`` is raise_level, add_skill, widen_dates or widen_place; ``opens`` says that a closed
    pair would become a match. ``gates_left`` counts the gates still failed.
    """

    kind: str
    cost: int
    joint: int
    fit: int
    gates_left: int
    opens: bool
    skill: int | None = None
    from_level: int | None = None
    to_level: int | None = None
    place: str | None = None
    available_from: date | None = None
    available_until: date | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Both sides of one pair. ``listed`` is true when it passes every gate and both floors."""

    need: str
    supply: str
    fit: int
    benefit: int
    harmonic: int
    joint: int
    listed: bool
    priority: str
    parts_need: tuple[Part, ...]
    parts_supply: tuple[Part, ...]
    adjustments: tuple[Adjustment, ...]
    uses: tuple[Use, ...]
    grows: tuple[Grow, ...]
    themes: tuple[str, ...]
    returns: tuple[str, ...]
    gates: tuple[Gate, ...]
    missing: tuple[Missing, ...]
    would_change: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A supply that fails exactly one gate, with the fit it would bring."""

    supply: str
    gate: Gate
    fit: int
    joint: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A skill at a level that would open needs now closed to a supply."""

    skill: int
    from_level: int
    to_level: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    pair: Pair
    gates: tuple[Gate, ...]
    listed: bool


def _look(need: Need, supply: Supply, market: Market, weights: Weights, today: date) -> _Look:
    earned = earn(need, supply, market=market, weights=weights)
    failed = failed_gates(need, supply, earned, market=market, weights=weights, today=today)
    pair = score(need, supply, market=market, weights=weights)
    return _Look(pair, failed, not failed and is_listed(pair, weights))


def explain(
    market: Market, need_key: str, supply_key: str, *, weights: Weights, today: date
) -> Explanation:
    """Everything that made the score of one pair, and what would change it.

    Works for pairs that are no match too: their scores are what they would be if the gates
    stood open. Raises KeyError for an unknown key.
    """
    need, supply = market.need(need_key), market.supply(supply_key)
    look = _look(need, supply, market, weights, today)
    earned = earn(need, supply, market=market, weights=weights)
    wishes = unmet_wishes(supply)
    return Explanation(
        need=need.key,
        supply=supply.key,
        fit=look.pair.fit,
        benefit=look.pair.benefit,
        harmonic=look.pair.harmonic,
        joint=look.pair.joint,
        listed=look.listed,
        priority=look.pair.priority,
        parts_need=look.pair.parts_need,
        parts_supply=look.pair.parts_supply,
        adjustments=look.pair.adjustments,
        uses=tuple(
            Use(
                credit.requirement.skill,
                credit.requirement.level,
                credit.held,
                credit.skill,
                credit.requirement.essential,
                credit.points,
            )
            for credit in earned
            if credit.skill is not None and credit.points
        ),
        grows=tuple(
            Grow(row.skill, wishes[row.skill], row.level)
            for row in need.requirements
            if row.skill in wishes and _serves_growth(row.level - wishes[row.skill], weights)
        ),
        themes=tuple(sorted(need.themes & supply.themes)),
        returns=tuple(sorted(need.gives_back & supply.asks)),
        gates=look.gates,
        missing=tuple(
            Missing(
                credit.requirement.skill,
                credit.requirement.level,
                credit.held,
                credit.requirement.essential,
                credit.share - credit.points,
            )
            for credit in earned
            if credit.points < credit.share
        ),
        would_change=_changes(need, supply, look, market, weights, today),
    )


def _serves_growth(steps: int, weights: Weights) -> bool:
    return steps == 1 or (steps == 2 and weights.two_steps > 0)


def _with_level(supply: Supply, skill: int, level: int) -> Supply:
    others = tuple(row for row in supply.held if row.skill != skill)
    return replace(supply, held=(*others, Held(skill, level)))


def _candidates(need: Need, supply: Supply, look: _Look, weights: Weights, today: date):
    """(change without its results, changed supply), each one step the supply could take."""
    for row in need.requirements:
        held = supply.level_of(row.skill)
        if held >= row.level:
            continue
        to = held + 1
        if not held and row.essential:
            to = needed_level(row.level, weights)
        facts: dict[str, Any] = {"skill": row.skill, "from_level": held, "to_level": to}
        cost = COST_OF_LEVEL * (to - held) + (0 if held else COST_OF_SKILL)
        kind = "raise_level" if held else "add_skill"
        yield kind, cost, facts, _with_level(supply, row.skill, to)
    codes = {gate.code for gate in look.gates}
    if "place" in codes and need.place is not None:
        wider = replace(supply, places=supply.places | {need.place})
        yield "widen_place", COST_OF_PLACE, {"place": need.place}, wider
    if "dates" in codes:
        since, until = supply.available_from, supply.available_until
        if since and since > max(need.starts or today, today):
            since = max(need.starts or today, today)
        if until and (need.ends is None or until < need.ends):
            until = need.ends or max(need.starts or today, today) + timedelta(days=27)
        wider = replace(supply, available_from=since, available_until=until)
        facts = {"available_from": since, "available_until": until}
        yield "widen_dates", COST_OF_DATES, facts, wider


def _changes(
    need: Need, supply: Supply, look: _Look, market: Market, weights: Weights, today: date
) -> tuple[Change, ...]:
    """The changes that help, cheapest first; each was made and scored again."""
    answer = []
    for kind, cost, facts, changed in _candidates(need, supply, look, weights, today):
        after = _look(need, changed, market, weights, today)
        fewer = len(after.gates) < len(look.gates)
        better = len(after.gates) == len(look.gates) and after.pair.joint > look.pair.joint
        if not (fewer or better):
            continue
        answer.append(
            Change(
                kind=kind,
                cost=cost,
                joint=after.pair.joint,
                fit=after.pair.fit,
                gates_left=len(after.gates),
                opens=after.listed and not look.listed,
                **facts,
            )
        )
    answer.sort(key=lambda c: (not c.opens, c.cost, -c.joint, c.kind, c.skill or 0))
    return tuple(answer)


def near_misses(
    market: Market, need_key: str, *, weights: Weights, today: date, top: int = 20
) -> tuple[NearMiss, ...]:
    """Supplies that fail exactly one gate of a need, best fit first.

    A closed need, a conflict, one's own organisation and a refusal are no near misses: nothing
    the supply could do should change them. Raises KeyError for an unknown key.
    """
    need = market.need(need_key)
    answer = []
    for supply in market.supplies:
        look = _look(need, supply, market, weights, today)
        if len(look.gates) != 1 or not is_listed(look.pair, weights):
            continue
        gate = look.gates[0]
        if gate.code in {"own_organisation", "conflict", "refused", "kind"}:
            continue
        if gate.code == "capacity" and gate.facts["side"] == "need":
            continue
        answer.append(NearMiss(supply.key, gate, look.pair.fit, look.pair.joint))
    answer.sort(key=lambda miss: (-miss.fit, -miss.joint, miss.supply))
    return tuple(answer[:top])


def openings(
    market: Market, supply_key: str, *, weights: Weights, today: date
) -> tuple[Opening, ...]:
    """ "SQL at working would open four more": skills that alone would open closed needs.

    Every candidate was held for the sake of argument and each closed need scored again. Most
    needs opened first, then the fewest levels to climb. Raises KeyError for an unknown key.
    """
    supply = market.supply(supply_key)
    closed: list[Need] = []
    candidates: set[tuple[int, int]] = set()
    for need in market.needs:
        look = _look(need, supply, market, weights, today)
        if look.listed:
            continue
        essential = [gate for gate in look.gates if gate.code == "essential"]
        if len(essential) == len(look.gates) == 1:
            closed.append(need)
            candidates.add((essential[0].facts["skill"], essential[0].facts["needed"]))
    answer = []
    for skill, level in sorted(candidates):
        raised = _with_level(supply, skill, level)
        opened = tuple(
            need.key for need in closed if _look(need, raised, market, weights, today).listed
        )
        if opened:
            answer.append(Opening(skill, supply.level_of(skill), level, opened))
    answer.sort(key=lambda o: (-len(o.needs), o.to_level - o.from_level, o.skill, o.to_level))
    return tuple(answer)
