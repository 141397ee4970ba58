"""Reads that span models: what a reader sees of a person, and who could see them and did."""

from .held import Held, by_slug, held_about
from .portraits import Portrait, complete, pictures, portrait, reach_in_words, seen_as
from .seen import Opened, openings_of, who_looked
from .whole import Improvement, improvements

__all__ = [
    "Held",
    "Improvement",
    "Opened",
    "Portrait",
    "by_slug",
    "complete",
    "held_about",
    "improvements",
    "openings_of",
    "pictures",
    "portrait",
    "reach_in_words",
    "seen_as",
    "who_looked",
]
