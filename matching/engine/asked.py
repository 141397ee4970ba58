"""What needs ask of a chunk, as the flat arrays that :mod:`kernels` walk along.

A pointer array has one entry more than there are needs: the entries of the need at place p are
those from ``at[p]`` to ``at[p + 1]``.
"""

import numpy as np

from .doors import NOBODY, Doors
from .encode import Chunk
from .gates import needed_level
from .plan import Plan


class Batch:
    """What some needs ask, flat, whatever the chunk."""

    def __init__(self, plan: Plan, numbers: np.ndarray) -> None:
        self.plan = plan
        self.numbers = numbers
        self.needs = [plan.needs[n] for n in numbers.tolist()]
        self.size = len(numbers)
        lengths = plan.lengths[numbers]
        self.start = np.concatenate(([0], np.cumsum(lengths)))
        self.place = np.repeat(np.arange(self.size), lengths)
        at = plan.start[numbers][self.place] + np.arange(len(self.place)) - self.start[self.place]
        self.pair, self.share, self.asked = (
            plan.req_pair[at],
            plan.req_share[at],
            plan.req_asked[at],
        )
        self.essential = plan.req_essential[at]
        self.pairs = np.unique(self.pair).tolist()
        self.times = plan.req_times[at].astype(np.uint16)
        self.gates = np.unique(self.pair[self.essential]).tolist()
        masks = [plan.masks[n] for n in numbers.tolist()]
        self.mask = np.array([number for keys in masks for number in keys], dtype=np.int64)
        mask_place = np.repeat(np.arange(self.size), [len(keys) for keys in masks])
        every = np.arange(self.size)
        place = np.concatenate((every, mask_place, self.place[self.essential]))
        self.mask_order = np.argsort(place, kind="stable")
        self.mask_at = _pointers(place, self.size)
        self.gains = plan.gains[numbers]
        self.place_of = np.zeros(plan.count, dtype=np.int64)
        self.place_of[numbers] = every
        self.per_part, self.at_first = plan.per_part[numbers], plan.at_first[numbers]
        moved = plan.helped[numbers] + plan.served[numbers] - plan.load[numbers]
        self.moved = (moved / 1000).astype(np.float32)
        self.need_load, self.helped = plan.load[numbers], plan.helped[numbers]
        self.served = plan.served[numbers]


class Asked:
    """What a batch asks of a chunk, as the flat arrays that the kernels walk along."""

    def __init__(self, batch: Batch, chunk: Chunk, doors: Doors) -> None:
        self.batch = batch
        self.chunk = chunk
        self._skills(batch.plan)
        self._gates(batch.plan)
        gains = batch.plan.gain_keys
        found = {n: chunk.row(*gains[n]) for n in np.unique(batch.gains).tolist()}
        self.gain_row = _spread(found, len(gains))[batch.gains]
        self._apart(doors)
        w = batch.plan.weights
        self.known_less = np.uint16(w.new_link - chunk.points("new_link", w.known_link))
        self._ask(batch.plan)

    def _ask(self, plan: Plan) -> None:
        numbers, (latest, earliest) = self.batch.numbers, self.chunk.dated
        starts, ends, required = plan.starts[numbers], plan.ends[numbers], plan.required[numbers]
        dated = (latest > starts) | (earliest < ends) | (required > ends - starts + 1)
        hours = plan.hours[numbers]
        columns = (
            plan.least[numbers], plan.sure[numbers], starts, ends,
            np.where(dated, required, 0), np.where(hours > self.chunk.least_hours, hours, 0),
        )  # fmt: skip
        self.asks = np.column_stack(columns).astype(np.int32)

    def _skills(self, plan: Plan) -> None:
        batch, chunk = self.batch, self.chunk
        held, wish, growth, table_at = {}, {}, {}, {}
        tables = [np.zeros(1, dtype=np.int64)]
        total = 1
        for number in batch.pairs:
            skill, asked = plan.pairs[number]
            held[number] = chunk.row("held", skill, asked)
            wish[number] = chunk.row("wish", skill)
            growing = wish[number] >= 0
            growth[number] = chunk.row("growth", skill, asked, plan.unit) if growing else -1
            table_at[number] = total
            if held[number] >= 0:
                codes = chunk.codes(skill, asked)
                tables.append(codes.credit << 3 | codes.used)
                total += len(codes.credit)
        size = len(plan.pairs)
        self.held_row = _spread(held, size)[batch.pair]
        self.wish_row = _spread(wish, size)[batch.pair]
        self.table_at = _spread(table_at, size)[batch.pair]
        self.table = np.concatenate(tables)
        self.growth = self._pointed(_spread(growth, size)[batch.pair])
        credit = {n: chunk.row("credit", *plan.pairs[n], plan.fine) for n in batch.pairs}
        rows = _spread(credit, size)[batch.pair]
        self.credit = *self._pointed(rows), batch.times[rows >= 0]

    def _gates(self, plan: Plan) -> None:
        batch, chunk = self.batch, self.chunk
        gates = {}
        for number in batch.gates:
            skill, asked = plan.pairs[number]
            gates[number] = chunk.row("gate", skill, asked, needed_level(asked, plan.weights))
        masks = {n: chunk.row(*plan.mask_keys[n]) for n in np.unique(batch.mask).tolist()}
        rows = (
            np.full(batch.size, chunk.row("free")),
            _spread(masks, len(plan.mask_keys))[batch.mask],
            _spread(gates, len(plan.pairs))[batch.pair[batch.essential]],
        )
        self.mask = batch.mask_at, np.concatenate(rows)[batch.mask_order]

    def _apart(self, doors: Doors) -> None:
        """Columns that single needs may not be shown, and those their organisation knows."""
        known_to = self.chunk.known_to
        self.shut, self.known = (
            (
                np.concatenate(([0], np.cumsum([len(columns) for columns in each]))),
                np.concatenate([NOBODY, *each]),
            )
            for each in (
                [doors.shut(need) for need in self.batch.needs],
                [known_to[need.organisation] for need in self.batch.needs],
            )
        )

    def _pointed(self, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        some = row >= 0
        return _pointers(self.batch.place[some], self.batch.size), row[some]


def _spread(found: dict[int, int], size: int) -> np.ndarray:
    """Number -> answer, as an array; 0 for numbers that were not asked for."""
    answer = np.zeros(size, dtype=np.int64)
    if found:
        answer[list(found)] = list(found.values())
    return answer


def _pointers(place: np.ndarray, size: int) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(np.bincount(place, minlength=size))))
