"""What the app holds about people, said of each of its tables."""

from . import applications, leaving, opportunities, placements, scoping

__all__ = ["applications", "leaving", "opportunities", "placements", "scoping"]
