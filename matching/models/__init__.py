"""Runs, their matches, and the introductions that come of them."""

from .introductions import Introduction
from .runs import Match, MatchRun, WeightSet

__all__ = ["Introduction", "Match", "MatchRun", "WeightSet"]
