"""Runs, what they found, and the introductions that come of it."""

from .appeals import Appeal
from .asides import Aside
from .introductions import Introduction
from .runs import Match, MatchRun, NearMiss, Opening, WeightSet
from .supplies import has_supply, pair_ids, supply_of
from .weighing import WeightTrial

__all__ = [
    "Appeal",
    "Aside",
    "Introduction",
    "Match",
    "MatchRun",
    "NearMiss",
    "Opening",
    "WeightSet",
    "WeightTrial",
    "has_supply",
    "pair_ids",
    "supply_of",
]
