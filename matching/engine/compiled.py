"""The compiled path: :mod:`kernels` through numba, an optional extra. The answers are the same.

``pip install wmodf-platform[fast]`` brings numba. Without it everything runs in numpy.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np

from . import kernels, shelving
from .asked import Asked, Batch
from .doors import Doors
from .encode import Chunk
from .plan import SPARE, Plan
from .rows import Scorer

WORTH_IT = 20_000_000
"""With fewer pairs, loading what was compiled takes longer than it saves."""

TOGETHER = 16_384
"""Needs whose rows are kept side by side."""

WIDE = 1 << 14
"""Columns that one need alone is held against at once."""

ROOM = 1 << 20


def available() -> bool:
    """Whether numba is installed."""
    return find_spec("numba") is not None


def wanted(pairs: int, fast: bool | None) -> bool:
    """Whether to take this path: as asked, or where it is there and saves time.

    Raises ValueError when it is asked for and numba is missing.
    """
    if fast and not available():
        raise ValueError("The compiled path needs numba, the optional extra [fast].")
    return available() and pairs >= WORTH_IT if fast is None else fast


@cache
def compile_kernels() -> SimpleNamespace:
    """The kernels, compiled when they are first called and kept on disk where that is possible."""
    import numba

    def compiled(function):
        try:
            return numba.njit(function, cache=True, error_model="numpy")
        except RuntimeError:  # nowhere to keep them
            return numba.njit(function, error_model="numpy")

    return SimpleNamespace(
        shortlist=compiled(kernels.shortlist),
        sift=compiled(kernels.sift),
        exact=compiled(kernels.exact),
        moves=SimpleNamespace(
            take_off=compiled(shelving.take_off_each),
            places=compiled(shelving.places_each),
            put_in=compiled(shelving.put_in_each),
        ),
    )


class Compiled:
    """Scores the needs of a plan chunk by chunk, carrying each need's best bounds along."""

    def __init__(self, plan: Plan, top: int, loops: SimpleNamespace) -> None:
        self.plan = plan
        self.top = top
        self.loops = loops
        self._need_best = np.zeros((plan.count, top), dtype=np.float32)
        self._need_floor = np.full(plan.count, SPARE, dtype=np.float32)
        self._found = np.empty((ROOM, 3), dtype=np.int32)
        self._batches: dict[bytes, Batch] = {}

    def score(
        self, chunk: Chunk, doors: Doors, scorer: Scorer, numbers: list[int],
        tell: Callable[[int], None],
    ) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:  # fmt: skip
        """(needs, columns, keys) of every pair of these needs that may be on a list."""
        best = np.zeros((chunk.size, self.top), dtype=np.float32)
        floor = np.full(chunk.size, SPARE, dtype=np.float32)
        for first in range(0, len(numbers), TOGETHER):
            some = np.array(numbers[first : first + TOGETHER], dtype=np.int64)
            asked = Asked(self._batch(some), chunk, doors)
            for start in range(0, chunk.size, kernels.BLOCK):
                stop = min(start + kernels.BLOCK, chunk.size)
                count = self._shortlist(asked, best, floor, start, stop)
                yield self._exact(asked, scorer, count)
                tell(first + len(some) * stop // chunk.size)
            chunk.trim()

    def reaching(
        self, chunk: Chunk, doors: Doors, scorer: Scorer, floors: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Columns and keys of who may be on the first need's list, or whose floor it may reach."""
        asked = Asked(self._batch(np.zeros(1, dtype=np.int64)), chunk, doors)
        best = np.empty((chunk.size, 0), dtype=np.float32)
        floors = np.maximum(floors - np.float32(1), np.float32(SPARE))
        count = 0
        for start in range(0, chunk.size, WIDE):
            stop = min(start + WIDE, chunk.size)
            count = self._shortlist(asked, best, floors, start, stop, count)
        _, columns, keys = self._exact(asked, scorer, count)
        return columns, keys

    def _batch(self, numbers: np.ndarray) -> Batch:
        """The batch of these needs; most chunks ask for the same ones."""
        name = numbers.tobytes()
        if name not in self._batches:
            self._batches[name] = Batch(self.plan, numbers)
        return self._batches[name]

    def _shortlist(self, asked: Asked, best, floor, start: int, stop: int, count: int = 0) -> int:
        plan, chunk, batch = self.plan, asked.chunk, asked.batch
        place = 0
        while True:
            count, place = self.loops.shortlist(
                chunk.words.matrix, chunk.bytes.matrix, chunk.weight,
                chunk.first, chunk.last, chunk.hours,
                *asked.credit, *asked.growth, *asked.mask, asked.gain_row,
                *asked.shut, *asked.known, asked.known_less,
                batch.numbers, asked.asks, batch.per_part, batch.at_first, batch.moved,
                best, floor, self._need_best, self._need_floor,
                np.float32(plan.slack), plan.weights.growth, plan.unit, plan.benefit_off,
                start, stop, place, count, self._found,
            )  # fmt: skip
            count = self.loops.sift(self._found, count, floor, self._need_floor)
            if place == batch.size:
                return count
            if count + stop - start > len(self._found) // 2:
                self._found = np.concatenate((self._found, np.empty_like(self._found)))

    def _exact(self, asked: Asked, scorer: Scorer, count: int):
        chunk, batch = asked.chunk, asked.batch
        w = self.plan.weights
        keys = np.empty(count, dtype=np.int64)
        self.loops.exact(
            chunk.words.matrix, chunk.bytes.matrix, chunk.load, chunk.growth_cap,
            batch.start, asked.held_row, asked.table_at, asked.table, asked.wish_row,
            batch.asked, batch.share, scorer.steps, asked.gain_row, batch.place_of,
            *asked.known, asked.known_less, batch.need_load, batch.helped, batch.served,
            w.no_requirements, w.least_fit, w.growth, self._found, count, keys,
        )  # fmt: skip
        listed = np.flatnonzero(keys > 0)
        found = self._found[listed].astype(np.int64)
        return found[:, 0], found[:, 1], keys[listed]
