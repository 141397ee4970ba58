"""The compiled path: :mod:`kernels` through numba, an optional extra. The answers are the same.

``pip install wmodf-platform[fast]`` brings numba. Without it everything runs in numpy.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np

from . import kernels
from .doors import NOBODY, Doors
from .encode import Chunk
from .gates import needed_level
from .plan import SPARE, Plan
from .rows import Scorer

WORTH_IT = 20_000_000
"""With fewer pairs, loading what was compiled takes longer than it saves."""

TOGETHER = 4_096
"""Needs whose rows are kept side by side."""

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
            return numba.njit(function, cache=True, nogil=True)
        except RuntimeError:  # nowhere to keep them
            return numba.njit(function, nogil=True)

    return SimpleNamespace(
        shortlist=compiled(kernels.shortlist),
        sift=compiled(kernels.sift),
        exact=compiled(kernels.exact),
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

    def score(
        self, chunk: Chunk, doors: Doors, scorer: Scorer, numbers: list[int],
        tell: Callable[[int], None],
    ) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:  # fmt: skip
        """(needs, columns, keys) of every pair of these needs that may be on a list."""
        best = np.zeros((chunk.size, self.top), dtype=np.float32)
        floor = np.full(chunk.size, SPARE, dtype=np.float32)
        for first in range(0, len(numbers), TOGETHER):
            some = np.array(numbers[first : first + TOGETHER], dtype=np.int64)
            asked = Asked(self.plan, chunk, doors, some)
            for start in range(0, chunk.size, kernels.BLOCK):
                stop = min(start + kernels.BLOCK, chunk.size)
                count = self._shortlist(asked, best, floor, start, stop)
                yield self._exact(asked, scorer, count)
                tell(first + len(some) * stop // chunk.size)
            chunk.trim()

    def _shortlist(self, asked: "Asked", best, floor, start: int, stop: int) -> int:
        plan, chunk = self.plan, asked.chunk
        w = plan.weights
        place = count = 0
        while True:
            count, place = self.loops.shortlist(
                chunk.words.matrix, chunk.bytes.matrix, chunk.weight,
                chunk.first, chunk.last, chunk.hours,
                *asked.credit, *asked.growth, *asked.mask, asked.gain_row,
                *asked.shut, *asked.known, asked.known_less,
                asked.numbers, asked.asks, asked.per_part, asked.at_first, asked.moved,
                best, floor, self._need_best, self._need_floor,
                np.float32(plan.slack), w.growth, plan.unit, plan.benefit_off,
                start, stop, place, count, self._found,
            )  # fmt: skip
            count = self.loops.sift(self._found, count, floor, self._need_floor)
            if place == len(asked.numbers):
                return count
            if count > len(self._found) // 2:
                self._found = np.concatenate((self._found, np.empty_like(self._found)))

    def _exact(self, asked: "Asked", scorer: Scorer, count: int):
        plan, chunk = self.plan, asked.chunk
        w = plan.weights
        keys = np.empty(count, dtype=np.int64)
        self.loops.exact(
            chunk.words.matrix, chunk.bytes.matrix, chunk.load, chunk.growth_cap,
            asked.start, asked.held_row, asked.table_at, asked.table, asked.wish_row,
            asked.asked, asked.share, scorer.steps, asked.gain_row, asked.place_of,
            *asked.known, asked.known_less,
            plan.load[asked.numbers], plan.helped[asked.numbers], plan.served[asked.numbers],
            w.no_requirements, w.least_fit, w.growth, self._found, count, keys,
        )  # fmt: skip
        listed = np.flatnonzero(keys > 0)
        found = self._found[listed].astype(np.int64)
        return found[:, 0], found[:, 1], keys[listed]


class Asked:
    """What some needs ask of a chunk, as the flat arrays that the kernels walk along."""

    def __init__(self, plan: Plan, chunk: Chunk, doors: Doors, numbers: np.ndarray) -> None:
        self.chunk = chunk
        self.numbers = numbers
        self._needs = [plan.needs[n] for n in numbers.tolist()]
        lengths = plan.lengths[numbers]
        self.start = np.concatenate(([0], np.cumsum(lengths)))
        self._place = np.repeat(np.arange(len(numbers)), lengths)
        within = np.arange(self.start[-1]) - self.start[self._place]
        at = plan.start[numbers][self._place] + within
        self.share, self.asked = plan.req_share[at], plan.req_asked[at]
        self.place_of = np.zeros(plan.count, dtype=np.int64)
        self.place_of[numbers] = np.arange(len(numbers))
        self._skills(plan, plan.req_pair[at], plan.req_essential[at], plan.req_times[at])
        self._gates(plan, plan.req_pair[at], plan.req_essential[at])
        self.gain_row = _looked_up(plan.gains[numbers], lambda n: chunk.row(*plan.gain_keys[n]))
        self._apart(doors)
        w = plan.weights
        self.known_less = np.uint16(w.new_link - chunk.points("new_link", w.known_link))
        self.per_part, self.at_first = plan.per_part[numbers], plan.at_first[numbers]
        moved = plan.helped[numbers] + plan.served[numbers] - plan.load[numbers]
        self.moved = (moved / 1000).astype(np.float32)
        starts, ends, required = plan.starts[numbers], plan.ends[numbers], plan.required[numbers]
        latest, earliest = chunk.dated
        dated = (latest > starts) | (earliest < ends) | (required > ends - starts + 1)
        hours = np.where(plan.hours[numbers] > chunk.least_hours, plan.hours[numbers], 0)
        columns = (
            plan.least[numbers], plan.sure[numbers],
            starts, ends, np.where(dated, required, 0), hours,
        )  # fmt: skip
        self.asks = np.column_stack(columns).astype(np.int32)

    def _skills(self, plan: Plan, pair, essential, times) -> None:
        chunk = self.chunk
        tables = [np.zeros(1, dtype=np.int64)]
        offsets: dict[int, int] = {}
        total = 1

        def held(number: int) -> int:
            nonlocal total
            row = chunk.row("held", *plan.pairs[number])
            if row >= 0:
                codes = chunk.codes(*plan.pairs[number])
                tables.append(codes.credit << 3 | codes.used)
                offsets[number] = total
                total += len(codes.credit)
            return row

        def growth(number: int) -> int:
            skill, asked = plan.pairs[number]
            return chunk.row("growth", skill, asked, plan.unit) if skill in chunk.wished else -1

        def credit(number: int) -> int:
            times, number = divmod(number, len(plan.pairs))
            return chunk.row("credit", *plan.pairs[number], times, plan.fine)

        self.held_row = _looked_up(pair, held)
        self.table_at = _looked_up(pair, lambda number: offsets.get(number, 0))
        self.table = np.concatenate(tables)
        self.wish_row = _looked_up(pair, lambda number: chunk.row("wish", plan.pairs[number][0]))
        self.credit = self._pointed(_looked_up(times * len(plan.pairs) + pair, credit))
        self.growth = self._pointed(_looked_up(pair, growth))

    def _gates(self, plan: Plan, pair, essential) -> None:
        chunk = self.chunk

        def gate(number: int) -> int:
            skill, asked = plan.pairs[number]
            return chunk.row("gate", skill, asked, needed_level(asked, plan.weights))

        masks = [plan.masks[n] for n in self.numbers.tolist()]
        free = np.full(len(masks), chunk.row("free"))
        others = np.array([number for keys in masks for number in keys], dtype=np.int64)
        places = np.repeat(np.arange(len(masks)), [len(keys) for keys in masks])
        rows = _looked_up(others, lambda number: chunk.row(*plan.mask_keys[number]))
        place = np.concatenate((np.arange(len(masks)), places, self._place[essential]))
        row = np.concatenate((free, rows, _looked_up(pair[essential], gate)))
        order = np.argsort(place, kind="stable")
        self.mask = _pointers(place, len(masks)), row[order]

    def _apart(self, doors: Doors) -> None:
        """Columns that single needs may not be shown, and those their organisation knows."""
        shut = [doors.shut(need) for need in self._needs]
        known = [self.chunk.known_to[need.organisation] for need in self._needs]
        self.shut, self.known = (
            (
                np.concatenate(([0], np.cumsum([len(columns) for columns in each]))),
                np.concatenate([NOBODY, *each]),
            )
            for each in (shut, known)
        )

    def _pointed(self, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        some = row >= 0
        return _pointers(self._place[some], len(self.numbers)), row[some]


def _looked_up(values: np.ndarray, look: Callable[[int], int]) -> np.ndarray:
    """``look`` of each value, asked once per distinct value."""
    distinct, at = np.unique(values, return_inverse=True)
    answers = np.array([look(value) for value in distinct.tolist()], dtype=np.int64)
    return answers[at.reshape(-1)].reshape(values.shape) if len(distinct) else values


def _pointers(place: np.ndarray, size: int) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(np.bincount(place, minlength=size))))
