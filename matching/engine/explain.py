"""Why a pair is or is no match, as facts for others to put into words.

Whatever is said to change a score was re-scored with the change made; nothing is guessed. Near
misses and openings are in :mod:`nearby`, questions about whole lists in :mod:`why`.
"""

from datetime import date

from .changes import changes, look
from .features import unmet_wishes
from .told import Explanation, Grow, Missing, Use
from .types import Market
from .weights import Weights


def explain(
    market: Market, need_key: str, supply_key: str, *, weights: Weights, today: date
) -> Explanation:
    """Everything that made the score of one pair, and what would change it.

    Works for pairs that are no match too: their scores are what they would be if the gates
    stood open. Raises KeyError for an unknown key.
    """
    need, supply = market.need(need_key), market.supply(supply_key)
    found = look(need, supply, market, weights, today)
    earned = found.earned
    wishes = unmet_wishes(supply)
    return Explanation(
        need=need.key,
        supply=supply.key,
        fit=found.pair.fit,
        benefit=found.pair.benefit,
        harmonic=found.pair.harmonic,
        joint=found.pair.joint,
        listed=found.listed,
        priority=found.pair.priority,
        parts_need=found.pair.parts_need,
        parts_supply=found.pair.parts_supply,
        adjustments=found.pair.adjustments,
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
        gates=found.gates,
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
        would_change=changes(need, supply, found, market, weights, today),
    )


def _serves_growth(steps: int, weights: Weights) -> bool:
    return steps == 1 or (steps == 2 and weights.two_steps > 0)
