"""Runs, what they found, and the introductions that come of it."""

from .introductions import Introduction
from .rings import KnownLink, Ring, RingArc, RingPart, RingSearch
from .runs import Match, MatchRun, NearMiss, Opening, WeightSet
from .supplies import has_supply, pair_ids, supply_of

__all__ = [
    "Introduction",
    "KnownLink",
    "Match",
    "MatchRun",
    "NearMiss",
    "Opening",
    "Ring",
    "RingArc",
    "RingPart",
    "RingSearch",
    "WeightSet",
    "has_supply",
    "pair_ids",
    "supply_of",
]
