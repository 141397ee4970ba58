"""Reads for the pages: shortlists, suggestions, introductions. Unnamed until both sides said yes."""

from .introductions import for_lists, introductions_of, one_introduction
from .runs import last_full_run, last_run
from .speaking import offers_spoken_for, opportunities_spoken_for
from .suggestions import (
    SHOWN,
    Near,
    Shortlist,
    Suggestion,
    counts_for,
    match_of,
    openings_for,
    reasons_of,
    shortlist_for,
    suggestions_for,
    suggestions_for_offer,
    suggestions_for_offers,
)

__all__ = [
    "SHOWN",
    "Near",
    "Shortlist",
    "Suggestion",
    "counts_for",
    "for_lists",
    "introductions_of",
    "last_full_run",
    "last_run",
    "match_of",
    "offers_spoken_for",
    "one_introduction",
    "openings_for",
    "opportunities_spoken_for",
    "reasons_of",
    "shortlist_for",
    "suggestions_for",
    "suggestions_for_offer",
    "suggestions_for_offers",
]
