"""What was published between two days, for the newsletter: registered by each app's ``whats_new.py``.

Only what everybody may see; nothing about a person.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST = 12


@dataclass(frozen=True)
class News:
    """One thing that is new."""

    title: str
    url: str
    line: str = ""


@dataclass(frozen=True)
class Source:
    """One heading of the letter. ``load(since, until)`` gives at most :data:`MOST`, the newest first."""

    name: str
    heading: str
    load: Callable[[datetime.datetime, datetime.datetime], Iterable[News]]
    order: int = 100


SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Make a source known."""
    known = SOURCES.get(source.name)
    if known is not None and known.heading != source.heading:
        raise ValueError(f"Two sources of news are called {source.name!r}.")
    SOURCES[source.name] = source
    return source


def whats_new(since: datetime.datetime, until: datetime.datetime) -> list[tuple[str, list[News]]]:
    """Headings with what is under them, without the empty ones. One query for each source."""
    ordered = sorted(SOURCES.values(), key=lambda source: (source.order, source.name))
    found = [(source.heading, list(source.load(since, until))) for source in ordered]
    return [(heading, rows) for heading, rows in found if rows]
