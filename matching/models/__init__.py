"""Runs, what they found, and the introductions that come of it."""

from .introductions import Introduction
from .runs import Match, MatchRun, NearMiss, Opening, WeightSet
from .supplies import has_supply, pair_ids, supply_of

__all__ = [
    "Introduction",
    "Match",
    "MatchRun",
    "NearMiss",
    "Opening",
    "WeightSet",
    "has_supply",
    "pair_ids",
    "supply_of",
]
