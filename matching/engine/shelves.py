"""Many lists of one side, each longer than what is shown, edited in place.

A shelf keeps the best ``keep`` of each row and serves the best ``top``, so that taking one away
seldom leaves too few. A row whose shelf may have lost somebody it would now need is *dry*.
"""

from collections.abc import Callable

import numpy as np

from .lists import USED_BITS

Draw = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Lottery tickets of (rows, others), uint64."""

_NOBODY = -1


class Shelves:
    """Lists by row number. An entry is the other side's row number and the pair's key."""

    def __init__(self, rows: int, *, top: int, keep: int, draw: Draw) -> None:
        self.top = top
        self.keep = keep
        self._draw = draw
        self.keys = np.zeros((rows, keep), dtype=np.int64)
        self.others = np.full((rows, keep), _NOBODY, dtype=np.int32)
        self.last = np.zeros(rows, dtype=np.int64)
        """The key of the last place kept of each row, 0 while there is room."""
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
            self.more = np.pad(self.more, (0, short))

    def set(self, lists: np.ndarray, others: np.ndarray, keys: np.ndarray) -> None:
        """Fill all rows with lists as a ranking holds them, list by list and best first."""
        place = np.arange(len(lists)) - np.searchsorted(lists, lists)
        self.keys[lists, place] = keys
        self.others[lists, place] = others
        self.last = self.keys[:, -1].copy()
        self.more = self.last > 0

    def floors(self, rows: np.ndarray) -> np.ndarray:
        """The joint score that still reaches each row, 0 while there is room; float32."""
        return (self.last[rows] >> USED_BITS).astype(np.float32)

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
        self.last[row] = self.keys[row, -1]
        self.more[row] = count == self.keep

    def holding(self, other: int) -> np.ndarray:
        """The rows that keep this one."""
        return np.flatnonzero(self.others.reshape(-1) == other) // self.keep

    def remove(self, rows: np.ndarray, other: int) -> None:
        """Take one off the rows, all of which keep it."""
        place = (self.others[rows] == other).argmax(axis=1)
        slots = np.arange(self.keep)
        source = np.minimum(slots + (slots >= place[:, None]), self.keep - 1)
        for matrix, nothing in ((self.keys, 0), (self.others, _NOBODY)):
            moved = np.take_along_axis(matrix[rows], source, axis=1)
            moved[:, -1] = nothing
            matrix[rows] = moved
        self.last[rows] = 0

    def insert(self, rows: np.ndarray, other: int, keys: np.ndarray) -> None:
        """Put one on the rows, none of which keeps it, each where its key belongs."""
        kept = self.keys[rows]
        place = (kept > keys[:, None]).sum(axis=1)
        tied, slot = np.nonzero(kept == keys[:, None])
        if len(tied):
            some = np.unique(tied)
            drawn = self._draw(rows[tied], self.others[rows[tied], slot])
            own = self._draw(rows[some], np.full(len(some), other))
            before = drawn < own[np.searchsorted(some, tied)]
            np.add.at(place, tied[before], 1)
        count = (kept > 0).sum(axis=1)
        # Behind the last one kept, others that were left off may come first.
        fits = (place < count) | (~self.more[rows] & (count < self.keep))
        rows, place, keys, count = rows[fits], place[fits], keys[fits], count[fits]
        self.more[rows] |= count >= self.keep - 1
        slots = np.arange(self.keep)
        source = slots - (slots > place[:, None])
        new = slots == place[:, None]
        for matrix, value in ((self.keys, keys[:, None]), (self.others, other)):
            moved = np.take_along_axis(matrix[rows], source, axis=1)
            matrix[rows] = np.where(new, value, moved)
        self.last[rows] = self.keys[rows, -1]

    def dry(self, rows: np.ndarray) -> np.ndarray:
        """Those of the rows that serve too few although there may be more."""
        served = (self.keys[rows, : self.top] > 0).all(axis=1)
        return rows[self.more[rows] & ~served]

    def served(self, rows: np.ndarray) -> np.ndarray:
        """What is shown of the rows: others and keys side by side, shape (rows, 2 * top)."""
        return np.hstack([self.others[rows, : self.top], self.keys[rows, : self.top]])
