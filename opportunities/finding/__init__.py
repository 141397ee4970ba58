"""Finding among many: a compact index in memory, and what is counted and ordered from it."""

from .counting import Look
from .index import Index, current, forget, prune, touched

__all__ = ["Index", "Look", "current", "forget", "prune", "touched"]
