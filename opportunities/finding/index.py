"""The index that this process keeps, and how it hears of what changed.

Counting in SQL would grow with the table. Here each process keeps the facts of all public
opportunities, a few bytes for each, and asks the database once a request which of them have changed
since: only those are read again. What changed is a row (:class:`~opportunities.models.ListChange`)
in the transaction of the change, so that all processes see it as soon as it is true.
"""

import threading
import time
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Subquery

from ..models import ListChange, Opportunity
from . import columns

WINDOW = 200
KEPT = 1_000
OLDEST = 3600.0
"""After so many seconds all is read again, whatever was said: a net below what nobody announced."""


def touched(*opportunity_ids: int | None) -> None:
    """Lists show something else of these from now on; None stands for any of them."""
    ListChange.objects.bulk_create(ListChange(opportunity_id=pk) for pk in opportunity_ids)


def prune() -> int:
    """Forget changes that every process has long read; returns how many."""
    newest = ListChange.objects.order_by("-pk").values_list("pk", flat=True)
    last = newest[KEPT : KEPT + 1].first()
    return ListChange.objects.filter(pk__lte=last).delete()[0] if last else 0


class Index:
    """Facts in arrays, and what is worked out from them once."""

    def __init__(self, facts: columns.Columns) -> None:
        self.columns = facts
        self.facts = facts.facts
        self.keys = facts.facts["pk"]
        self.rows = {
            name: np.searchsorted(self.keys, pairs[:, 0]) for name, pairs in facts.tags.items()
        }
        self.tags = {name: pairs[:, 1] for name, pairs in facts.tags.items()}
        self.levels = facts.tags["skill"][:, 2]

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def newest(self) -> np.ndarray:
        """Rows, the latest published first."""
        return np.lexsort((-self.keys, -self.facts["published"]))

    @cached_property
    def closing(self) -> np.ndarray:
        """Rows, the first to close first, those without a date last."""
        return np.lexsort((-self.keys, self.facts["closes"]))

    @cached_property
    def titles(self) -> np.ndarray:
        """Rows, by title."""
        by_name = [title.casefold() for title in self.facts["title"]]
        order = sorted(range(len(self)), key=lambda row: (by_name[row], self.keys[row]))
        return np.array(order, dtype=np.int64)


class _Kept:
    """An index and what had been said when it was read."""

    def __init__(self, index: Index, said: dict[int, int], last: int, read_at: float) -> None:
        self.index = index
        self.said = said
        self.last = last
        self.read_at = read_at


_lock = threading.Lock()
_kept: dict[str, _Kept] = {}


def forget() -> None:
    """Read all again when next asked."""
    _kept.clear()


def current() -> Index:
    """The index as the database is now: one short query where nothing changed."""
    name = str(connection.settings_dict["NAME"])
    with _lock:
        # Asked before the facts are read: what changes meanwhile is read twice rather than never.
        said, last, about = _said()
        kept = _kept.get(name)
        stale = _stale(kept, said, last, about)
        if kept is None or stale is None:
            kept = _Kept(Index(columns.read()), said, last, time.monotonic())
        elif stale:
            facts = kept.index.columns.without(stale).joined(columns.read(stale))
            kept = _Kept(Index(facts), said, last, kept.read_at)
        else:
            return kept.index
        _kept[name] = kept
        return kept.index


def _said() -> tuple[dict[int, int], int, dict[int, int | None]]:
    """The latest changes (token by number), the highest key there is, and what each change is about."""
    highest = Opportunity.objects.order_by("-pk").values("pk")[:1]
    rows: list[Any] = list(
        ListChange.objects.order_by("-pk").values_list(
            "pk", "token", "opportunity_id", Subquery(highest)
        )[:WINDOW]
    )
    newest = rows[0][3] if rows else highest.values_list("pk", flat=True).first()
    return (
        {pk: token for pk, token, _, _ in rows},
        newest or 0,
        {pk: about for pk, _, about, _ in rows},
    )


def _stale(
    kept: _Kept | None, said: dict[int, int], last: int, about: dict[int, int | None]
) -> set[int] | None:
    """Which opportunities to read again; None for all."""
    if kept is None or time.monotonic() - kept.read_at > OLDEST or last < kept.last:
        return None
    oldest = min(said, default=0)
    heard = {pk: token for pk, token in kept.said.items() if pk >= oldest}
    if any(said.get(pk) != token for pk, token in heard.items()):
        return None  # what it was read from was rolled back
    unheard = [about[pk] for pk in said if pk not in heard]
    if len(unheard) == WINDOW or None in unheard or last - kept.last > WINDOW:
        return None
    added: Iterable[int] = range(kept.last + 1, last + 1)
    return {pk for pk in unheard if pk is not None} | set(added)
