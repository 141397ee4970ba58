"""Kinds of things that the one search finds, registered by each app's ``search_kinds.py``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


def own_texts(things: Sequence[Any]) -> list[str]:
    """Of each thing what its own words are, for the piece of text that a result shows."""
    texts = []
    for thing in things:
        summary = str(getattr(thing, "summary", ""))
        description = str(getattr(thing, "description", ""))
        # Many begin the long text with the short one: nobody reads it twice.
        parts = [description] if description.startswith(summary) else [summary, description]
        texts.append(" ".join(part for part in parts if part))
    return texts


@dataclass(frozen=True)
class Kind:
    """One kind of result: ``search(text, user)`` gives what that user may see.

    Each object has a ``__str__`` for people. ``texts`` gives the words of several at once, in one
    look at most; ``address`` is where one is shown; ``aside`` are lines beside it. ``model`` is what the
    search looks through by the index of words, so that all kinds share one look at it.
    """

    name: str
    title: str
    search: Callable[[str, Any], Any]
    order: int = 100
    model: Any = None
    texts: Callable[[Sequence[Any]], list[str]] = own_texts
    address: Callable[[Any], str] = lambda thing: thing.get_absolute_url()
    aside: Callable[[Any], list[str]] = lambda thing: []


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
