"""What the app holds about people, said of each of its tables."""

from . import applications, corrections, interest, leaving, opportunities, placements, scoping

__all__ = [
    "applications",
    "corrections",
    "interest",
    "leaving",
    "opportunities",
    "placements",
    "scoping",
]
