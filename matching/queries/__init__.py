"""Reads for the pages: shortlists, suggestions, introductions. Unnamed until both sides said yes."""

from .asides import asides_of
from .balance import never_shown, silent_hosts, skills_balance, stuffed_people, unmet
from .introductions import for_lists, introductions_of, one_introduction
from .runs import last_full_run, last_full_runs, last_run, measured_run, run_waits
from .speaking import offers_spoken_for, opportunities_spoken_for
from .suggestions import (
    SHOWN,
    Door,
    Near,
    Shortlist,
    Suggestion,
    as_read,
    counts_for,
    doors_for,
    match_of,
    openings_for,
    reasons_of,
    shortlist_for,
    suggestions_for,
    suggestions_for_offer,
    suggestions_for_offers,
    teachers_of,
)
from .teams import Team, team_for
from .weighing import open_trials, switches, versions

__all__ = [
    "SHOWN",
    "Door",
    "Near",
    "Shortlist",
    "Suggestion",
    "Team",
    "as_read",
    "asides_of",
    "counts_for",
    "doors_for",
    "for_lists",
    "introductions_of",
    "last_full_run",
    "last_full_runs",
    "last_run",
    "match_of",
    "measured_run",
    "never_shown",
    "offers_spoken_for",
    "one_introduction",
    "open_trials",
    "openings_for",
    "opportunities_spoken_for",
    "reasons_of",
    "run_waits",
    "shortlist_for",
    "silent_hosts",
    "skills_balance",
    "stuffed_people",
    "suggestions_for",
    "suggestions_for_offer",
    "suggestions_for_offers",
    "switches",
    "teachers_of",
    "team_for",
    "unmet",
    "versions",
]
