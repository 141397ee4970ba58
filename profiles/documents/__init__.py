"""Files that people hand in: what is let in (``inspection``) and where it lies (``vault``)."""

from .inspection import LARGEST, Format, Refused, inspect

__all__ = ["LARGEST", "Format", "Refused", "inspect"]
