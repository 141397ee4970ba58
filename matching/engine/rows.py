"""One need against some of the columns of a chunk, scored exactly.

The arithmetic is that of :mod:`matching.engine.features`, many pairs at a time.
"""

import numpy as np

from .doors import NOBODY, Doors
from .encode import Chunk
from .features import step_credit
from .gates import needed_level
from .lists import USED_BITS
from .plan import Plan
from .types import SCALE

USED = (1 << USED_BITS) - 1

RARE = 16
"""A need whose skills are held by fewer than one in so many is looked up holder by holder."""


class Scorer:
    """Scores the needs of a plan. A key is joint << 10 | levels used, 0 for a pair not listed."""

    def __init__(self, plan: Plan, chunk: Chunk, doors: Doors) -> None:
        self.plan = plan
        self.chunk = chunk
        self._doors = doors
        holders = np.array([chunk.holders(skill) for skill, _ in plan.pairs], dtype=np.int64)
        sums = np.concatenate(([0], np.cumsum(holders[plan.req_pair])))
        asking = sums[plan.start[1:]] - sums[plan.start[:-1]]
        self.rare = (plan.lengths > 0) & (asking * RARE < chunk.size)
        w = plan.weights
        self.steps = np.array(
            [[0, *(step_credit(asked, level, w) for level in range(4))] for asked in range(5)]
        )
        self._worth: dict[tuple[int, int], np.ndarray] = {}
        self._passes = np.zeros(chunk.size, dtype=np.uint8)

    def all(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Everyone who passes every gate, and their keys."""
        passes = self._doors.skilled(n, self._doors.open(n, self._passes))
        columns = np.flatnonzero(passes)
        return columns, self.exact(n, columns)

    def _gain_rows(self, n: int) -> list[np.ndarray]:
        plan, chunk = self.plan, self.chunk
        numbers = [chunk.row(*plan.gain_keys[number]) for number in plan.gains[n]]
        return [chunk.words[number] for number in numbers]

    def exact(self, n: int, columns: np.ndarray) -> np.ndarray:
        """The keys of these columns, gates apart; 0 or less where a side gains too little."""
        plan, chunk = self.plan, self.chunk
        total = np.zeros(len(columns), dtype=np.int64)
        grown = np.zeros(len(columns), dtype=np.int64)
        for at in range(plan.start[n], plan.start[n + 1]):
            skill, asked = plan.pairs[plan.req_pair[at]]
            number = chunk.row("held", skill, asked)
            if number >= 0:
                total += self._worths(at)[chunk.words[number][columns]]
            if skill in chunk.wished:
                wish = chunk.bytes[chunk.row("wish", skill)][columns]
                grown += self.steps[asked][wish]
        if not plan.lengths[n]:
            total += plan.weights.no_requirements << USED_BITS
        return self._finish(n, columns, total, grown)

    def _worths(self, at: int) -> np.ndarray:
        """points << 10 | used, for each code of a requirement."""
        plan = self.plan
        key = int(plan.req_pair[at]), int(plan.req_share[at])
        worth = self._worth.get(key)
        if worth is None:
            skill, asked = plan.pairs[key[0]]
            codes = self.chunk.codes(skill, asked)
            worth = (key[1] * codes.credit // (1000 * asked)) << USED_BITS | codes.used
            self._worth[key] = worth
        return worth

    def holders(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Everyone who holds a skill asked for, or a relative of one, scored."""
        plan, chunk = self.plan, self.chunk
        found = []
        gates = 0
        for at in range(plan.start[n], plan.start[n + 1]):
            skill, asked = plan.pairs[plan.req_pair[at]]
            essential = bool(plan.req_essential[at])
            gates += essential
            if chunk.relatives(skill):
                columns, codes = chunk.earners(skill, asked)
                worth = (plan.req_share[at] * codes.credit // (1000 * asked)) << USED_BITS
                passes = essential & (codes.gate >= needed_level(asked, plan.weights))
                found.append((columns, worth | codes.used, passes))
        if not found:
            return NOBODY, NOBODY
        columns, among = np.unique(np.concatenate([row[0] for row in found]), return_inverse=True)
        total = np.zeros(len(columns), dtype=np.int64)
        passed = np.zeros(len(columns), dtype=np.int64)
        np.add.at(total, among, np.concatenate([row[1] for row in found]))
        np.add.at(passed, among, np.concatenate([row[2] for row in found]))
        open_ = (passed == gates) & (self._doors.open(n, self._passes)[columns] > 0)
        columns, total = columns[open_], total[open_]
        grown = np.zeros(len(columns), dtype=np.int64)
        for row in plan.needs[n].requirements:
            if row.skill in chunk.wished and len(columns):
                wishing, held = chunk.wished[row.skill]
                place = np.minimum(np.searchsorted(columns, wishing), len(columns) - 1)
                hit = columns[place] == wishing
                grown[place[hit]] += self.steps[row.level][held[hit] + 1]
        return columns, self._finish(n, columns, total, grown)

    def _finish(self, n: int, columns, total, grown) -> np.ndarray:
        plan, chunk, w = self.plan, self.chunk, self.plan.weights
        fit = total >> USED_BITS
        rows = self._gain_rows(n)
        benefit = rows[0][columns].astype(np.int64)
        benefit += rows[1][columns]
        benefit += rows[2][columns]
        known = chunk.known_to[plan.needs[n].organisation]
        if len(known):
            at = np.minimum(np.searchsorted(known, columns), len(known) - 1)
            known_link = chunk.points("new_link", w.known_link) - w.new_link
            benefit += (known[at] == columns) * known_link
        some = np.flatnonzero(grown)
        if len(some):
            value = SCALE * grown[some] // (1000 * chunk.growth_cap[columns[some]])
            benefit[some] += w.growth * np.minimum(SCALE, value) // SCALE
        # Twice the product is far below 2**53 and the divisor below 2**15: the quotient is exact.
        harmonic = (2.0 * fit * benefit / np.maximum(fit + benefit, 1)).astype(np.int64)
        joint = harmonic - harmonic * plan.load[n] // 1000
        joint -= harmonic * chunk.load[columns] // 1000
        for permille in (plan.helped[n], plan.served[n]):
            if permille:
                joint += np.minimum(harmonic * permille // 1000, SCALE - joint)
        listed = (fit >= w.least_fit) & (benefit > 0)
        return np.where(listed, joint << USED_BITS | total & USED, 0)
