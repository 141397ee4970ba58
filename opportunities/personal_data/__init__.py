"""What the app holds about people, said of each of its tables."""

from . import applications, opportunities

__all__ = ["applications", "opportunities"]
