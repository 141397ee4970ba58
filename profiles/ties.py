"""What must end before an organisation can be closed, told by the apps above.

An app that has such things says so in a module called ``organisation_ties``.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tie:
    """One thing in the way: what it is called, and where it can be ended."""

    title: str
    url: str


Find = Callable[[int], list[Tie]]
_FINDERS: dict[str, Find] = {}


def register(name: str, find: Find) -> None:
    """Add a kind of tie: ``find(organisation_id)`` in one query."""
    if _FINDERS.get(name, find) is not find:
        raise ValueError(f"Two apps speak of the ties {name!r}.")
    _FINDERS[name] = find


def ties_of(organisation_id: int) -> list[Tie]:
    """Everything that is in the way of closing this organisation."""
    return [tie for find in _FINDERS.values() for tie in find(organisation_id)]
