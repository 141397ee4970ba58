"""Everybody who is one gate away from a need, over a whole market at once.

What :mod:`matching.engine.nearby` answers for one row, with the arithmetic of :mod:`rows`: only what
is told is put into objects. Rows of supplies are taken a chunk at a time, as ``rank`` takes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from .asked import Asked, Batch
from .changes import with_level
from .doors import NOBODY, Doors
from .encode import WIDTH, Chunk
from .features import earn
from .gates import failed_gates, needed_level
from .lists import USED_BITS
from .plan import Plan
from .ranking import Progress
from .rows import Scorer
from .told import NearMiss
from .types import Gate, Market, Need
from .weights import Weights

TOGETHER = 64
"""Needs held against a chunk side by side."""

NOBODY_YET = np.zeros((4, 0), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Opened:
    """A skill that opens ``count`` needs to a supply, held at ``to_level``."""

    supply: str
    skill: int
    from_level: int
    to_level: int
    count: int


@dataclass(frozen=True, slots=True)
class OneAway:
    """Near misses of each need, best first, and the skills that would open most to each supply."""

    misses: dict[str, tuple[NearMiss, ...]]
    opened: tuple[Opened, ...]


def one_away(
    market: Market,
    *,
    weights: Weights,
    today: date,
    near: int,
    skills: int,
    progress: Progress | None = None,
) -> OneAway:
    """The best ``near`` misses of each need, and for each supply the ``skills`` that keep it from most.

    As ``near_misses`` and ``openings`` give them, but that a skill is tried only on the needs that it,
    or a relative strong enough for the gate, keeps shut. ``progress`` is called with (needs done, needs).
    """
    plan = Plan(market.needs, weights=weights, today=today)
    misses: dict[str, list[NearMiss]] = {need.key: [] for need in market.needs}
    opened: list[Opened] = []
    for first in range(0, len(market.supplies), WIDTH):
        some = market.supplies[first : first + WIDTH]
        look = _Look(market, plan, Chunk(some, market.affine, weights=weights, today=today), today)
        shut = [NOBODY_YET]
        for n, columns, fits, keys in look.pairs():
            misses[plan.needs[n].key] += look.near(n, columns, fits, keys, near)
            shut.append(look.essential(n, columns))
            if progress:
                done = first * plan.count + (n + 1) * len(some)
                progress(done // len(market.supplies), plan.count)
        opened += _Openings(look, np.concatenate(shut, axis=1), skills).found()
    for rows in misses.values():
        rows.sort(key=lambda miss: (-miss.fit, -miss.joint, miss.supply))
    return OneAway({key: tuple(rows[:near]) for key, rows in misses.items()}, tuple(opened))


class _Look:
    """The needs of a plan held against a chunk."""

    def __init__(self, market: Market, plan: Plan, chunk: Chunk, today: date) -> None:
        self.market = market
        self.plan = plan
        self.chunk = chunk
        self.today = today
        self.doors = Doors(plan, chunk, market)
        self.scorer = Scorer(plan, chunk, self.doors)
        order = sorted(range(chunk.size), key=lambda column: chunk.supplies[column].key)
        self.by_key = np.argsort(np.array(order, dtype=np.int64))

    def pairs(self) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
        """(need, columns kept out by one gate, their fits, their keys of rank)."""
        for first in range(0, self.plan.count, TOGETHER):
            some = np.arange(first, min(first + TOGETHER, self.plan.count))
            shut = [np.flatnonzero(self.doors.shutting(n) == 1) for n in some.tolist()]
            counts = [len(columns) for columns in shut]
            columns = np.concatenate(shut)
            asked = Asked(Batch(self.plan, some), self.chunk, self.doors)
            fits, keys = self.scorer.fits(asked, np.repeat(some, counts), columns)
            ends = np.cumsum(counts)
            for n, end, count in zip(some.tolist(), ends.tolist(), counts, strict=True):
                at = slice(end - count, end)
                yield n, columns[at], fits[at], keys[at]
            self.chunk.trim()

    def near(self, n: int, columns, fits, keys, most: int) -> Iterator[NearMiss]:
        """The best of those who would be listed were it not for that gate, if it may be changed at all."""
        plan, chunk, need = self.plan, self.chunk, self.plan.needs[n]
        if not plan.open[n]:
            return
        apart = np.zeros(chunk.size, dtype=bool)
        apart[self.doors.shut(need)] = True
        if len(need.accepts) < 2:
            apart |= chunk.bytes[chunk.row("accepts", need.accepts)] == 0
        some = np.flatnonzero((keys > 0) & ~apart[columns])
        joints = keys[some] >> USED_BITS
        order = np.lexsort((self.by_key[columns[some]], -joints, -fits[some]))[:most]
        for place in some[order].tolist():
            supply = chunk.supplies[int(columns[place])]
            gate = self._gate(need, int(columns[place]))
            yield NearMiss(supply.key, gate, int(fits[place]), int(keys[place]) >> USED_BITS)

    def _gate(self, need: Need, column: int) -> Gate:
        market, weights = self.market, self.plan.weights
        supply = self.chunk.supplies[column]
        earned = earn(need, supply, market=market, weights=weights)
        (gate,) = failed_gates(
            need, supply, earned, market=market, weights=weights, today=self.today
        )
        return gate

    def essential(self, n: int, columns: np.ndarray) -> np.ndarray:
        """Of those columns, whom an essential skill keeps out: rows of need, column, skill, level."""
        found = [NOBODY_YET]
        for row in self.plan.needs[n].requirements:
            if row.essential and len(columns):
                needed = needed_level(row.level, self.plan.weights)
                gate = self.chunk.bytes[self.chunk.row("gate", row.skill, row.level, needed)]
                some = columns[gate[columns] == 0]
                rest = [np.full(len(some), number) for number in (row.skill, needed)]
                found.append(np.stack([np.full(len(some), n), some, *rest]))
        return np.concatenate(found, axis=1)


class _Openings:
    """What holding one skill more, or higher, would open to the supplies of a chunk."""

    def __init__(self, look: _Look, shut: np.ndarray, skills: int) -> None:
        self.look = look
        self.shut = shut[:, np.argsort(shut[0], kind="stable")]
        self.column, self.skill, self.level = self._tried(skills)

    def _tried(self, skills: int) -> np.ndarray:
        """The skills that keep each column from most needs, at each level that one of them asks."""
        _, column, skill, level = self.shut
        pairs, counts = np.unique(np.stack([column, skill]), axis=1, return_counts=True)
        order = np.lexsort((pairs[1], -counts, pairs[0]))
        pairs = pairs[:, order]
        _, starts, sizes = np.unique(pairs[0], return_index=True, return_counts=True)
        place = np.arange(pairs.shape[1]) - np.repeat(starts, sizes)
        best = pairs[:, place < skills]
        all_ = np.unique(np.stack([column, skill, level]), axis=1)
        wide = int(max(skill.max(initial=0), 0)) + 1
        return all_[:, np.isin(all_[0] * wide + all_[1], best[0] * wide + best[1])]

    def found(self) -> list[Opened]:
        """The best level of each skill that opens something: most needs, then fewest levels."""
        counts = np.zeros(len(self.column), dtype=np.int64)
        for first in range(0, len(self.column), WIDTH):
            counts[first : first + WIDTH] = self._counted(slice(first, first + WIDTH))
        order = np.lexsort((self.level, -counts, self.skill, self.column))
        answer, told = [], None
        for place in order.tolist():
            name = int(self.column[place]), int(self.skill[place])
            if name != told and counts[place]:
                supply = self.look.chunk.supplies[name[0]]
                before, after = supply.level_of(name[1]), int(self.level[place])
                answer.append(Opened(supply.key, name[1], before, after, int(counts[place])))
            told = name
        return answer

    def _counted(self, some: slice) -> np.ndarray:
        """How many needs each of the supplies, so raised, would be listed with."""
        look, plan = self.look, self.look.plan
        columns, skills, levels = self.column[some], self.skill[some], self.level[some]
        supplies = look.chunk.supplies
        raised = [
            with_level(supplies[column], skill, level)
            for column, skill, level in zip(
                columns.tolist(), skills.tolist(), levels.tolist(), strict=True
            )
        ]
        market, weights = look.market, plan.weights
        chunk = Chunk(raised, market.affine, weights=weights, today=look.today)
        doors = Doors(plan, chunk, market)
        scorer = Scorer(plan, chunk, doors)
        counts = np.zeros(len(columns), dtype=np.int64)
        passes = np.zeros(len(columns), dtype=np.uint8)
        for first in range(0, plan.count, TOGETHER):
            numbers = np.arange(first, min(first + TOGETHER, plan.count))
            kept = []
            for n in numbers.tolist():
                tried = self._tried_on(n, columns, skills)
                if tried.any():
                    doors.skilled(n, doors.open(n, passes))
                    tried &= passes > 0
                kept.append(np.flatnonzero(tried))
            each = np.concatenate([NOBODY, *kept])
            if len(each):
                asked = Asked(Batch(plan, numbers), chunk, doors)
                needs = np.repeat(numbers, [len(columns) for columns in kept])
                np.add.at(counts, each[scorer.exact(asked, needs, each) > 0], 1)
            chunk.trim()
        return counts

    def _tried_on(self, n: int, columns: np.ndarray, skills: np.ndarray) -> np.ndarray:
        """Which are tried on a need: it is kept shut by that skill, or by one that it stands in for."""
        start, end = np.searchsorted(self.shut[0], (n, n + 1))
        tried = np.zeros(len(columns), dtype=bool)
        if start == end:
            return tried
        by = np.full(self.look.chunk.size, -1, dtype=np.int64)
        by[self.shut[1, start:end]] = self.shut[2, start:end]
        keeping = by[columns]
        weights = self.look.plan.weights
        for skill in np.unique(self.shut[2, start:end]).tolist():
            near = [other for other, permille in self.look.market.affine.get(skill, ())
                    if permille >= weights.gate_affinity]  # fmt: skip
            tried |= (keeping == skill) & np.isin(skills, [skill, *near])
        return tried
