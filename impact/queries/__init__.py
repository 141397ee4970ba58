"""Reads of outcomes."""

from .listing import Listing
from .mine import asks_of, consents_waiting_for, outcomes_of
from .shown import one_outcome, rows, tells_of

__all__ = [
    "Listing",
    "asks_of",
    "consents_waiting_for",
    "one_outcome",
    "outcomes_of",
    "rows",
    "tells_of",
]
