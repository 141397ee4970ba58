"""Kinds of things that the one search finds, registered by each app's ``search_kinds.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind of result: ``search(text, user)`` gives what that user may see.

    Each object has ``get_absolute_url`` and a ``__str__`` for people.
    """

    name: str
    title: str
    search: Callable[[str, Any], Any]
    order: int = 100


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Let the one search find a kind of thing."""
    if kind.name in KINDS and KINDS[kind.name].title != kind.title:
        raise ValueError(f"Two kinds are called {kind.name!r}.")
    KINDS[kind.name] = kind
    return kind


def kinds() -> list[Kind]:
    """Every kind, in the order of the search page."""
    return sorted(KINDS.values(), key=lambda kind: (kind.order, kind.name))
