"""What the app holds about people, said of each of its tables."""

from . import offices

__all__ = ["offices"]
