"""What the app holds about people, said of each of its tables."""

from . import hosting, meetings

__all__ = ["hosting", "meetings"]
