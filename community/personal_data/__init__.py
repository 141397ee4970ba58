"""What the app holds about people, said of each of its tables."""

from . import meetings

__all__ = ["meetings"]
