"""One pair at a time, in plain integers: its credits, its parts, its joint score.

:mod:`matching.engine.scoring` does the same arithmetic for whole rows; a pair that reaches a
list is built here, and must agree. Formulas: ``docs/matching/rank.md``.
"""

from dataclasses import dataclass
from functools import lru_cache

from .types import SCALE, Adjustment, Market, Need, Pair, Part, Requirement, Supply
from .weights import Weights


@dataclass(frozen=True, slots=True)
class Credit:
    """What one requirement earns: the held skill credited for it, 0 and None where none is."""

    requirement: Requirement
    share: int
    points: int
    skill: int | None
    held: int
    affinity: int
    gate_level: int

    @property
    def used(self) -> int:
        """The held levels this requirement makes use of."""
        return min(self.held, self.requirement.level)


@lru_cache(maxsize=4096)
def shares(
    requirements: tuple[Requirement, ...], essential: int, desirable: int
) -> tuple[int, ...]:
    """Points per requirement, exactly SCALE together.

    Largest remainder; leftover points go to essential requirements first, then to the smaller
    skill number.
    """
    weights = [essential if row.essential else desirable for row in requirements]
    total = sum(weights)
    points = [SCALE * weight // total for weight in weights]
    order = sorted(
        range(len(weights)),
        key=lambda i: (-(SCALE * weights[i] % total), -weights[i], requirements[i].skill),
    )
    for i in order[: SCALE - sum(points)]:
        points[i] += 1
    return tuple(points)


def earn(need: Need, supply: Supply, *, market: Market, weights: Weights) -> tuple[Credit, ...]:
    """One credit per requirement, in the order of the requirements.

    The best held skill counts: most min(level, asked) x affinity, then the skill itself before a
    relative, then the higher level used, then the smaller skill number.
    """
    levels = {row.skill: row.level for row in supply.held}
    split = shares(need.requirements, weights.essential_share, weights.desirable_share)
    answer = []
    for requirement, share in zip(need.requirements, split, strict=True):
        asked = requirement.level
        best: tuple[int, int, int, int] | None = None
        gate_level = 0
        relatives = market.affine.get(requirement.skill, ())
        for skill, permille in ((requirement.skill, 1000), *relatives):
            level = levels.get(skill, 0)
            if not level:
                continue
            if permille >= weights.gate_affinity:
                gate_level = max(gate_level, level)
            used = min(level, asked)
            rank = (used * permille, int(skill == requirement.skill), used, -skill)
            best = rank if best is None or rank > best else best
        if best is None:
            answer.append(Credit(requirement, share, 0, None, 0, 0, gate_level))
            continue
        product, _, used, minus_skill = best
        points = share * product // (1000 * asked)
        answer.append(
            Credit(
                requirement, share, points, -minus_skill, levels[-minus_skill], product // used,
                gate_level,
            )
        )  # fmt: skip
    return tuple(answer)


def parts_for_need(earned: tuple[Credit, ...], weights: Weights) -> tuple[Part, ...]:
    """What the need gains: one part per requirement; their sum is the fit."""
    if not earned:
        return (Part("no_requirements", weights.no_requirements, SCALE, stated=False),)
    return tuple(
        Part("skill", credit.points, credit.share, skill=credit.requirement.skill)
        for credit in earned
    )


def unmet_wishes(supply: Supply) -> dict[int, int]:
    """Wanted skill -> level held now, for the wishes that reach above it."""
    return {
        row.skill: supply.level_of(row.skill)
        for row in supply.wanted
        if row.level > supply.level_of(row.skill)
    }


def step_credit(asked: int, held: int, weights: Weights) -> int:
    """Permille of one growth wish: one level up counts whole, two in part, others nothing."""
    return {1: 1000, 2: weights.two_steps}.get(asked - held, 0)


def _met(count: int, stated: int, enough: int) -> int:
    cap = min(stated, enough)
    return SCALE * min(count, cap) // cap


def parts_for_supply(need: Need, supply: Supply, weights: Weights) -> tuple[Part, ...]:
    """What the supply gains: five parts; their sum is the benefit."""
    neutral = weights.neutral
    wishes = unmet_wishes(supply)
    growth, growth_stated = neutral, bool(wishes)
    if wishes:
        credit = sum(
            step_credit(row.level, wishes[row.skill], weights)
            for row in need.requirements
            if row.skill in wishes
        )
        cap = min(len(wishes), weights.enough_growth)
        growth = min(SCALE, SCALE * credit // (1000 * cap))
    returns, returns_stated = neutral, bool(supply.asks)
    if supply.asks:
        shared = len(supply.asks & need.gives_back)
        returns = _met(shared, len(supply.asks), weights.enough_returns)
    themes, themes_stated = neutral, bool(supply.themes and need.themes)
    if themes_stated:
        shared = len(supply.themes & need.themes)
        themes = _met(shared, len(supply.themes), weights.enough_themes)
    reward, reward_stated = neutral, False
    if supply.kind == "person":
        gives_credit = "credit" in need.gives_back
        reward = max(weights.pay(need.pay), weights.credit if gives_credit else 0)
        reward_stated = bool(need.pay) or gives_credit
    link, link_stated = neutral, bool(supply.organisations)
    if supply.organisations:
        link = weights.known_link if need.organisation in supply.linked_with else SCALE
    return (
        _part("growth", weights.growth, growth, growth_stated),
        _part("returns", weights.returns, returns, returns_stated),
        _part("themes", weights.themes, themes, themes_stated),
        _part("reward", weights.reward, reward, reward_stated),
        _part("new_link", weights.new_link, link, link_stated),
    )


def _part(name: str, out_of: int, value: int, stated: bool) -> Part:
    return Part(name, out_of * value // SCALE, out_of, stated=stated)


def load_permille(pending: int, weights: Weights) -> int:
    """How much of the score pending introductions take off one side."""
    over = max(0, pending - weights.load_free)
    return min(weights.load_most, weights.load_each * over)


def harmonic_mean(fit: int, benefit: int) -> int:
    """2ab / (a + b), rounded down; 0 when either is 0."""
    return 2 * fit * benefit // (fit + benefit) if fit and benefit else 0


def adjust(harmonic: int, need: Need, supply: Supply, weights: Weights) -> tuple[Adjustment, ...]:
    """The named steps from the harmonic mean to the joint score, those that move it.

    Load is taken off first; what is added is cut so that the joint stays within SCALE.
    """
    steps = []
    total = harmonic
    for name, pending in (("need_load", need.pending), ("supply_load", supply.pending)):
        points = harmonic * load_permille(pending, weights) // 1000
        total -= points
        steps.append(Adjustment(name, -points))
    for name, applies in (("never_helped", need.never_helped), ("underserved", need.underserved)):
        permille = getattr(weights, name) if applies else 0
        points = min(harmonic * permille // 1000, SCALE - total)
        total += points
        steps.append(Adjustment(name, points, weights.priorities[name]))
    return tuple(step for step in steps if step.points)


def served_priority(
    supply: Supply, benefit: tuple[Part, ...], steps: tuple[Adjustment, ...], weights: Weights
) -> str:
    """The priority of the vision that a pair serves first.

    An adjustment's own; else training where the person would grow; else shared expertise.
    """
    named = next((step.priority for step in steps if step.priority), "")
    if named:
        return named
    growth = next(part for part in benefit if part.name == "growth")
    grows = growth.stated and growth.points > 0
    return weights.priorities["growth" if grows else "expertise"]


def score(need: Need, supply: Supply, *, market: Market, weights: Weights) -> Pair:
    """The pair with all its parts, unranked; gates are not asked."""
    return scored(need, supply, earn(need, supply, market=market, weights=weights), weights)


def scored(need: Need, supply: Supply, earned: tuple[Credit, ...], weights: Weights) -> Pair:
    """The same, from what its requirements earn."""
    parts_need = parts_for_need(earned, weights)
    parts_supply = parts_for_supply(need, supply, weights)
    fit = sum(part.points for part in parts_need)
    benefit = sum(part.points for part in parts_supply)
    harmonic = harmonic_mean(fit, benefit)
    steps = adjust(harmonic, need, supply, weights)
    return Pair(
        need=need.key,
        supply=supply.key,
        fit=fit,
        benefit=benefit,
        harmonic=harmonic,
        joint=harmonic + sum(step.points for step in steps),
        used=sum(credit.used for credit in earned),
        parts_need=parts_need,
        parts_supply=parts_supply,
        adjustments=steps,
        priority=served_priority(supply, parts_supply, steps, weights),
    )


def is_listed(pair: Pair, weights: Weights) -> bool:
    """Whether both sides gain enough for the pair to be shown at all."""
    return pair.fit >= weights.least_fit and pair.benefit > 0
