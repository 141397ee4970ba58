"""Runs, what they found, and the introductions that come of it."""

from .brokers import Broker
from .introductions import Introduction
from .runs import Match, MatchRun, NearMiss, Opening, WeightSet
from .supplies import has_supply, pair_ids, supply_of
from .threads import MessageReport, ThreadBlock, ThreadMessage

__all__ = [
    "Broker",
    "Introduction",
    "Match",
    "MatchRun",
    "MessageReport",
    "NearMiss",
    "Opening",
    "ThreadBlock",
    "ThreadMessage",
    "WeightSet",
    "has_supply",
    "pair_ids",
    "supply_of",
]
