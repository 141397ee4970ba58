"""What ends by itself soon, so that nobody is surprised: registered by each app's ``expiring.py``.

The weekly page shows it and the pack for the next custodian lists it. A source gives what ends from a
first to a last day; nothing about a person is in it.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST = 20


@dataclass(frozen=True)
class Ending:
    """One thing that ends: what it is, which day, and where somebody makes it last longer."""

    kind: str
    pk: int
    what: str
    title: str
    url: str
    day: datetime.date
    act: str = ""
    act_url: str = ""


Load = Callable[[datetime.date, datetime.date], Iterable[Ending]]
SOURCES: dict[str, Load] = {}


def register(kind: str, load: Load) -> None:
    """Make a source known; ``load(first, last)`` gives at most :data:`MOST`, the soonest first."""
    known = SOURCES.get(kind)
    if known is not None and known.__qualname__ != load.__qualname__:
        raise ValueError(f"Two sources of what ends are called {kind!r}.")
    SOURCES[kind] = load


def ending(first: datetime.date, last: datetime.date) -> list[Ending]:
    """Everything that ends between two days, the soonest first. One query for each source."""
    found = [row for kind in sorted(SOURCES) for row in SOURCES[kind](first, last)]
    return sorted(found, key=lambda row: (row.day, row.kind, row.title, row.pk))
