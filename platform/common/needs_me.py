"""What needs somebody now, told by each app in a module called ``needs_me``.

To add a kind of entry, put this in ``needs_me.py`` of the app (all such modules are found at start)::

    def _rows(user):            # chainable, lazy: it is counted and drawn by one definition
        return Agreement.objects.filter(person__user=user, signed_at=None).order_by("starts")

    def _entry(row):            # reads nothing more: select_related what it draws
        return Entry(
            title=f"Sign the agreement with {row.organisation}",   # what to do, a verb first
            why="You start together, and both sides agree what for.",
            by=row.starts,                                         # a date, or None
            url=row.get_absolute_url(),                            # one link
        )

    register(Source("agreements", "you", rows=_rows, entry=_entry))

``rows`` gives only what this user can act on and may see: the same rule as the page that the entry
leads to. One row is one entry; what is many (an inbox) is a row of what it belongs to. ``role`` is a
key of :data:`ROLES`. All sources are counted in one query, and only those with something are read, so
that a source costs at most one query on the page and none elsewhere.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

ROLES = {
    "you": "For yourself",
    "host": "For those you speak for",
    "supervisor": "As a supervisor",
    "custodian": "As a custodian",
}
MOST_EACH = 20
FIVE_MINUTES = 5 * 60  # seconds


@dataclass(frozen=True)
class Entry:
    """One thing to do: what, why, by when, and where."""

    title: str
    why: str
    url: str
    by: datetime.date | datetime.datetime | None = None
    role: str = ""

    @property
    def day(self) -> datetime.date | None:
        """The last day for it."""
        if isinstance(self.by, datetime.datetime):
            return timezone.localtime(self.by).date()
        return self.by

    @property
    def is_late(self) -> bool:
        """Whether that day is over."""
        return self.day is not None and self.day < timezone.localdate()


@dataclass(frozen=True)
class Source:
    """A kind of entry: whose rows, and how one is said."""

    name: str
    role: str
    rows: Callable[[Any], QuerySet]
    entry: Callable[[Any], Entry]


@dataclass(frozen=True)
class Needs:
    """What there is for one user: the entries, the soonest first, and how many were left out."""

    entries: list[Entry]
    count: int

    @property
    def left_out(self) -> int:
        return self.count - len(self.entries)


SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Add a kind of entry."""
    if SOURCES.get(source.name, source) != source:
        raise ValueError(f"Two sources are called {source.name!r}.")
    if source.role not in ROLES:
        raise ValueError(f"No role is called {source.role!r}.")
    SOURCES[source.name] = source
    return source


def count(user: Any) -> int:
    """How many things need this user: one query. Remembered for the navigation of other pages."""
    return sum(_counted(user).values())


def remembered(user: Any) -> int:
    """The same as last counted, at most five minutes ago; 0 where it was not. No query."""
    return cache.get(_key(user)) or 0


def needs(user: Any) -> Needs:
    """Everything, the soonest first, what has no date last: one query, and one for each kind there is."""
    counted = _counted(user)
    found: list[Entry] = []
    for name, many in counted.items():
        if many:
            found += _entries(SOURCES[name], user)
    found.sort(key=lambda entry: (entry.day is None, entry.day or datetime.date.max, entry.title))
    return Needs(found, max(sum(counted.values()), len(found)))


def _entries(source: Source, user: Any) -> Iterable[Entry]:
    for row in source.rows(user)[:MOST_EACH]:
        entry = source.entry(row)
        yield Entry(entry.title, entry.why, entry.url, entry.by, source.role)


def _counted(user: Any) -> dict[str, int]:
    """How many rows each source has, by its name."""
    if not SOURCES:
        return {}
    names = sorted(SOURCES)
    asked = {f"n{place}": _number(SOURCES[name].rows(user)) for place, name in enumerate(names)}
    row = get_user_model().objects.filter(pk=user.pk).order_by().values_list(*asked.values())
    found = dict(zip(names, row.first() or [0] * len(names), strict=True))
    cache.set(_key(user), sum(found.values()), FIVE_MINUTES)
    return found


def _number(rows: QuerySet) -> Any:
    """The number of rows as a subquery: every source's go into one statement."""
    one_group = rows.order_by().annotate(_all=Value(1)).values("_all")
    counted = one_group.annotate(_n=Count("pk", distinct=True)).values("_n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _key(user: Any) -> str:
    return f"needs-me-{user.pk}"
