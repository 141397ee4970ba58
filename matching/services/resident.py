"""The index that a worker keeps between one piece of work and the next.

Rows are read anew each time, as other processes change them too, and the index is edited where it
differs. It is made anew when more than a few rows differ, or when the day, the weights or the
vocabulary are others; a worker that starts has none.

The lists in the index and the stored matches are the same thing as long as the last finished run is
the one that this index was stored by. Otherwise whoever stores must compare.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..models import MatchRun

if TYPE_CHECKING:
    from ..engine import Index, Market, Ranking, Stated

FEW = 50
"""So many rows that differ, or one in twenty, are edited; more are ranked anew."""


@dataclass(frozen=True)
class Followed:
    """The lists as they are now, and what is known of how they got there.

    ``changed`` names whose lists may not be as they are stored, None when only a comparison can
    tell; ``edited`` the keys of rows that differ from those the index had.
    """

    ranking: "Ranking"
    changed: "Stated | None"
    edited: frozenset[str]


@dataclass
class Resident:
    """One index, or none yet."""

    index: "Index | None" = None
    stored_by: tuple | None = None
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def follow(self, market: "Market", *, last: MatchRun | None, top: int, **facts) -> Followed:
        """Bring the index up to ``market``, which has the affinities of the whole vocabulary.

        ``facts`` are weights, seed and today; ``last`` is the last finished run.
        """
        from .. import engine

        in_step = self.index is not None and last is not None and self.stored_by == _mark(last)
        self.stored_by = None
        steps = None
        if self.index is not None and self._suits(market, facts):
            steps = engine.difference(self.index.market(), market)
            if len(steps) > max(FEW, (len(market.needs) + len(market.supplies)) // 20):
                steps = None
        if self.index is None or steps is None:
            self.index = engine.Index(market, **facts, top=top)
            return Followed(self.index.ranking(), None, frozenset())
        changed = engine.follow(self.index, market, steps)
        edited = {need.key for need in steps.put_needs}
        edited.update(supply.key for supply in steps.put_supplies)
        edited.update(steps.dropped_needs, steps.dropped_supplies)
        return Followed(self.index.ranking(), changed if in_step else None, frozenset(edited))

    def _suits(self, market: "Market", facts: dict) -> bool:
        index = self.index
        assert index is not None
        return (index.weights, index.seed, index.today) == (
            facts["weights"],
            str(facts["seed"]),
            facts["today"],
        ) and index.affinity == market.affinity

    def stored(self, run: MatchRun) -> None:
        """The lists are what is stored, by this run; called when that is committed."""
        self.stored_by = _mark(run)

    def forget(self) -> None:
        """Have no index: the next one is made from rows."""
        self.index = self.stored_by = None


def _mark(run: MatchRun) -> tuple:
    return run.pk, run.finished


_RESIDENT = Resident()


@contextmanager
def resident() -> Iterator[Resident]:
    """This process's index, for one thread at a time; forgotten when something goes wrong."""
    with _RESIDENT.lock:
        try:
            yield _RESIDENT
        except BaseException:
            _RESIDENT.forget()
            raise
