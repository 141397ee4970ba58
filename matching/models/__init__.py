"""Runs, what they found, and the introductions that come of it."""

from .appeals import Appeal
from .asides import Aside
from .brokers import Broker
from .chunks import RunChunk, RunPart
from .introductions import Introduction
from .lunch import LunchPair, LunchPlan, LunchSeat
from .rings import KnownLink, Ring, RingArc, RingPart, RingSearch
from .round_limits import RoundSupervisor
from .round_measures import RoundGlass, TakingBack
from .round_results import PlaceResult, Publication, RoundResult, RoundRun, RoundSwap
from .round_teams import RoundTeam, RoundTeamMember
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
from .runs import Match, MatchRun, NearMiss, Opening, WeightSet
from .supplies import has_supply, pair_ids, supply_of
from .threads import MessageReport, ThreadBlock, ThreadMessage
from .weighing import WeightTrial

__all__ = [
    "Appeal",
    "Aside",
    "Broker",
    "Introduction",
    "KnownLink",
    "LunchPair",
    "LunchPlan",
    "LunchSeat",
    "Match",
    "MatchRun",
    "MessageReport",
    "NearMiss",
    "Opening",
    "PlaceResult",
    "Publication",
    "Ring",
    "RingArc",
    "RingPart",
    "RingSearch",
    "Round",
    "RoundChoice",
    "RoundConflict",
    "RoundEntrant",
    "RoundGlass",
    "RoundHost",
    "RoundPhase",
    "RoundPlace",
    "RoundResult",
    "RoundRun",
    "RoundSeed",
    "RoundSupervisor",
    "RoundSwap",
    "RoundTeam",
    "RoundTeamMember",
    "RunChunk",
    "RunPart",
    "SeatByHand",
    "TakingBack",
    "ThreadBlock",
    "ThreadMessage",
    "WeightSet",
    "WeightTrial",
    "has_supply",
    "pair_ids",
    "supply_of",
]
