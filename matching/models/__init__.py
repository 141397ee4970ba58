"""Runs, what they found, and the introductions that come of it."""

from .brokers import Broker
from .appeals import Appeal
from .asides import Aside
from .introductions import Introduction
from .round_results import PlaceResult, Publication, RoundResult, RoundRun, RoundSwap
from .rounds import (
    Round,
    RoundChoice,
    RoundConflict,
    RoundEntrant,
    RoundHost,
    RoundPhase,
    RoundPlace,
    RoundSeed,
    SeatByHand,
)
from .rings import KnownLink, Ring, RingArc, RingPart, RingSearch
from .runs import Match, MatchRun, NearMiss, Opening, WeightSet
from .supplies import has_supply, pair_ids, supply_of
from .threads import MessageReport, ThreadBlock, ThreadMessage

__all__ = [
    "Broker",
from .weighing import WeightTrial

__all__ = [
    "Appeal",
    "Aside",
    "Introduction",
    "KnownLink",
    "Match",
    "MatchRun",
    "MessageReport",
    "NearMiss",
    "Opening",
    "PlaceResult",
    "Publication",
    "Round",
    "RoundChoice",
    "RoundConflict",
    "RoundEntrant",
    "RoundHost",
    "RoundPhase",
    "RoundPlace",
    "RoundResult",
    "RoundRun",
    "RoundSeed",
    "RoundSwap",
    "SeatByHand",
    "ThreadBlock",
    "ThreadMessage",
    "Ring",
    "RingArc",
    "RingPart",
    "RingSearch",
    "WeightSet",
    "WeightTrial",
    "has_supply",
    "pair_ids",
    "supply_of",
]
