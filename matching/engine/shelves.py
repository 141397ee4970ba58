"""Many lists of one side, each longer than what is shown, edited in place.

A shelf keeps the best ``keep`` of each row and serves the best ``top``, so that taking one away
seldom leaves too few. A row whose shelf may have lost somebody it would now need is *dry*.
"""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np

from . import shelving
from .keepers import Keepers
from .lists import USED_BITS

Draw = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Lottery tickets of (rows, others), uint64."""

_NOBODY = -1


class Shelves:
    """Lists by row number. An entry is the other side's row number and the pair's key."""

    def __init__(
        self,
        rows: int,
        *,
        top: int,
        keep: int,
        draw: Draw,
        moves: SimpleNamespace = shelving.NUMPY,
    ) -> None:
        self.top = top
        self.keep = keep
        self._draw = draw
        self._moves = moves
        self.keys = np.zeros((rows, keep), dtype=np.int64)
        self.others = np.full((rows, keep), _NOBODY, dtype=np.int32)
        self.last = np.zeros(rows, dtype=np.int64)
        """The key of the last place kept of each row, 0 while there is room."""
        self._floor = np.zeros(rows, dtype=np.float32)
        self._keepers = Keepers(*self._entries())
        self.more = np.zeros(rows, dtype=bool)
        """Whether somebody may have been left off behind the last one kept; so for full ones."""

    def grow(self, rows: int) -> None:
        """Make room for so many rows."""
        short = rows - len(self.keys)
        if short > 0:
            short += len(self.keys) // 2
            self.keys = np.pad(self.keys, ((0, short), (0, 0)))
            self.others = np.pad(self.others, ((0, short), (0, 0)), constant_values=_NOBODY)
            self.last = np.pad(self.last, (0, short))
            self._floor = np.pad(self._floor, (0, short))
            self.more = np.pad(self.more, (0, short))

    def set(self, lists: np.ndarray, others: np.ndarray, keys: np.ndarray) -> None:
        """Fill all rows with lists as a ranking holds them, list by list and best first."""
        place = np.arange(len(lists)) - np.searchsorted(lists, lists)
        self.keys[lists, place] = keys
        self.others[lists, place] = others
        self._end(slice(None), self.keys[:, -1])
        self.more = self.last > 0
        self._keepers = Keepers(*self._entries())

    def _entries(self) -> tuple[np.ndarray, np.ndarray]:
        """Each row and one that it keeps."""
        rows, slots = np.nonzero(self.others != _NOBODY)
        return rows, self.others[rows, slots]

    def _end(self, rows, last) -> None:
        """These rows end with these keys."""
        self.last[rows] = last
        self._floor[rows] = last >> USED_BITS

    def floors(self, rows: np.ndarray) -> np.ndarray:
        """The joint score that still reaches each row, 0 while there is room; float32."""
        return self._floor.take(rows)

    def fill(self, row: int, others: np.ndarray, keys: np.ndarray) -> None:
        """Make a row anew from everyone it may list, in any order."""
        if len(keys) > self.keep:
            near = keys >= np.partition(keys, -self.keep)[-self.keep]
            kept, kept_keys = others[near], keys[near]
        else:
            kept, kept_keys = others, keys
        order = np.argsort(-kept_keys, kind="stable")
        kept, kept_keys = kept[order], kept_keys[order]
        if (kept_keys[1:] == kept_keys[:-1]).any():
            drawn = self._draw(np.full(len(kept), row), kept)
            order = np.lexsort((drawn, -kept_keys))
            kept, kept_keys = kept[order], kept_keys[order]
        count = min(self.keep, len(kept))
        self.keys[row], self.others[row] = 0, _NOBODY
        self.keys[row, :count], self.others[row, :count] = kept_keys[:count], kept[:count]
        self._end(row, self.keys[row, -1])
        self.more[row] = count == self.keep
        self._keepers.note_list(row, kept[:count])

    def holding(self, other: int) -> np.ndarray:
        """The rows that keep this one."""
        if self._keepers.noted > self.others.size:
            self._keepers = Keepers(*self._entries())
        some = self._keepers.of(other)
        return some[(self.others[some] == other).any(axis=1)]

    def remove(self, rows: np.ndarray, other: int) -> None:
        """Take one off the rows, which are all that keep it."""
        self._moves.take_off(self.keys, self.others, rows, other)
        self._end(rows, np.int64(0))
        self._keepers.nobody(other)

    def insert(self, rows: np.ndarray, other: int, keys: np.ndarray) -> None:
        """Put one on the rows, none of which keeps it, each where its key belongs."""
        place, equal, count = self._moves.places(self.keys, rows, keys)
        some = np.flatnonzero(equal)
        if len(some):
            place[some] += self._drawn_before(rows[some], other, place[some], equal[some])
        # Behind the last one kept, others that were left off may come first.
        fits = (place < count) | (~self.more[rows] & (count < self.keep))
        rows, place, keys, count = rows[fits], place[fits], keys[fits], count[fits]
        self.more[rows] |= count >= self.keep - 1
        self._moves.put_in(self.keys, self.others, rows, other, keys, place)
        self._end(rows, self.keys[rows, -1])
        self._keepers.note(rows, other)

    def _drawn_before(self, rows, other: int, place, equal) -> np.ndarray:
        """How many of the ``equal`` from ``place`` on the lottery puts before one on each row."""
        at = np.repeat(np.arange(len(rows)), equal)
        slot = np.arange(len(at)) + np.repeat(place - np.cumsum(equal) + equal, equal)
        drawn = self._draw(rows[at], self.others[rows[at], slot])
        own = self._draw(rows, np.full(len(rows), other))
        return np.bincount(at[drawn < own[at]], minlength=len(rows))

    def dry(self, rows: np.ndarray) -> np.ndarray:
        """Those of the rows that serve too few although there may be more."""
        served = (self.keys[rows, : self.top] > 0).all(axis=1)
        return rows[self.more[rows] & ~served]

    def served(self, rows: np.ndarray) -> np.ndarray:
        """What is shown of the rows: others and keys side by side, shape (rows, 2 * top)."""
        return np.hstack([self.others[rows, : self.top], self.keys[rows, : self.top]])
