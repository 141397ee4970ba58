"""Who carries what, column by column: postings of values and of skills, and rows side by side."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

WIDEST = 1 << 17
"""Columns of a chunk at most, as its triples number them."""


@dataclass(frozen=True)
class Codes:
    """What each code of one (skill, level asked) stands for; int64, one entry per code.

    ``credit`` is min(level, asked) x affinity of the best held skill, ``used`` the level it uses,
    ``gate`` the level that counts for the essential gate.
    """

    credit: np.ndarray
    used: np.ndarray
    gate: np.ndarray


class Postings:
    """Which supplies carry a value: value -> column numbers, ascending."""

    def __init__(self, sets: Iterable[Iterable[Hashable]]) -> None:
        found: dict[Hashable, list[int]] = {}
        for column, values in enumerate(sets):
            for value in values:
                if value in found:
                    found[value].append(column)
                else:
                    found[value] = [column]
        self._columns = {v: np.array(c, dtype=np.int64) for v, c in found.items()}
        self._nothing = np.zeros(0, dtype=np.int64)

    def __getitem__(self, value: object) -> np.ndarray:
        return self._columns.get(value, self._nothing)


class Rows:
    """Rows of one width and type, side by side in one growing matrix."""

    def __init__(self, width: int, dtype: type) -> None:
        self.matrix: np.ndarray = np.empty((64, width), dtype=dtype)
        self.count = 0

    def add(self, values: np.ndarray) -> int:
        """The number of the new row."""
        if self.count == len(self.matrix):
            more = self.count + self.count // 2
            wider = np.empty((more, self.matrix.shape[1]), dtype=self.matrix.dtype)
            wider[: self.count] = self.matrix
            self.matrix = wider
        self.matrix[self.count] = values
        self.count += 1
        return self.count - 1

    def __getitem__(self, number: int) -> np.ndarray:
        return self.matrix[number]

    @property
    def bytes(self) -> int:
        return self.count * self.matrix.shape[1] * self.matrix.itemsize


class Skills:
    """(skill, column, level) triples, sorted: skill -> its columns and levels."""

    def __init__(self, rows: Sequence[Sequence]) -> None:
        keys = [
            r.skill << 20 | column << 3 | r.level for column, held in enumerate(rows) for r in held
        ]
        self.keys = np.sort(np.array(keys, dtype=np.int64))
        self._index()

    def _index(self) -> None:
        skills = self.keys >> 20
        self.columns = self.keys >> 3 & (WIDEST - 1)
        self.levels = self.keys & 7
        edges = np.flatnonzero(np.diff(skills, prepend=-1, append=-1))
        self._bounds = {
            skill: (first, last)
            for skill, first, last in zip(
                skills[edges[:-1]].tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True
            )
        }

    def above(self, held: "Skills") -> "Skills":
        """Those that reach above what ``held`` says, each with the level held now."""
        at = np.searchsorted(held.keys, self.keys & ~7)
        found = np.append(held.keys, -1)[at]
        now = np.where(found >> 3 == self.keys >> 3, found & 7, 0)
        answer = Skills(())
        answer.keys = (self.keys & ~7 | now)[self.levels > now]
        answer._index()
        return answer

    def __contains__(self, skill: int) -> bool:
        return skill in self._bounds

    def __getitem__(self, skill: int) -> tuple[np.ndarray, np.ndarray]:
        """Columns, ascending, and levels."""
        first, last = self._bounds.get(skill, (0, 0))
        return self.columns[first:last], self.levels[first:last]

    def count(self, skill: int) -> int:
        first, last = self._bounds.get(skill, (0, 0))
        return last - first


def pack(levels: np.ndarray, permille: int, asked: int, same: bool) -> np.ndarray:
    """(credit, the skill itself, level used): the greatest is that of :func:`features.earn`."""
    used = np.minimum(levels, asked)
    return (used * permille) << 4 | np.where(levels > 0, 8 * same, 0) | used


def unpack(packed: np.ndarray) -> Codes:
    return Codes(credit=packed >> 7, used=packed >> 3 & 7, gate=packed & 7)
