"""One need against some of the columns of a chunk, scored exactly.

The arithmetic is that of :mod:`matching.engine.features`, many pairs at a time.
"""

import numpy as np

from .asked import Asked, Batch
from .doors import NOBODY, Doors
from .encode import Chunk
from .features import step_credit
from .gates import needed_level
from .lists import USED_BITS
from .plan import Plan
from .types import SCALE

USED = (1 << USED_BITS) - 1

TOGETHER = 1 << 16
"""Pairs scored side by side."""

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
        self._passes = np.zeros(chunk.size, dtype=np.uint8)

    def all(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Everyone who passes every gate, and their keys."""
        passes = self._doors.skilled(n, self._doors.open(n, self._passes))
        columns = np.flatnonzero(passes)
        asked = Asked(Batch(self.plan, np.array([n])), self.chunk, self._doors)
        return columns, self.exact(asked, np.full(len(columns), n), columns)

    def exact(self, asked: Asked, needs: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The keys of these pairs, gates apart."""
        keys = [NOBODY]
        for first in range(0, len(needs), TOGETHER):
            some = slice(first, first + TOGETHER)
            keys.append(self._exact(asked, needs[some], columns[some]))
        return np.concatenate(keys)

    def fits(
        self, asked: Asked, needs: np.ndarray, columns: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """What the needs of these pairs gain, and their keys, gates apart."""
        fits, keys = [NOBODY], [NOBODY]
        for first in range(0, len(needs), TOGETHER):
            some = slice(first, first + TOGETHER)
            gains = self._gains(asked, needs[some], columns[some])
            fits.append(gains[0])
            keys.append(self._finish(needs[some], columns[some], *gains))
        return np.concatenate(fits), np.concatenate(keys)

    def _exact(self, asked: Asked, needs: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return self._finish(needs, columns, *self._gains(asked, needs, columns))

    def _gains(self, asked: Asked, needs: np.ndarray, columns: np.ndarray) -> tuple:
        """Fit, levels used, benefit without growth, and growth.

        Requirement after requirement, the first of every pair, then the second.
        """
        plan, chunk, batch = self.plan, self.chunk, asked.batch
        words, octets = chunk.words.matrix.reshape(-1), chunk.bytes.matrix.reshape(-1)
        place = batch.place_of[needs]
        first = batch.start[place]
        lengths = batch.start[place + 1] - first
        fit, used, grown = (np.zeros(len(columns), dtype=np.int64) for _ in range(3))
        for slot in range(int(lengths.max(initial=0))):
            some = np.flatnonzero(lengths > slot)
            at = first[some] + slot
            held = np.flatnonzero(asked.held_row[at] >= 0)
            pair, r = some[held], at[held]
            code = words.take(asked.held_row[r] * chunk.size + columns[pair])
            entry = asked.table.take(asked.table_at[r] + code)
            # Below 2**53, and no quotient is nearer to the next whole number than 1/4000.
            points = batch.share[r] * (entry >> 3) / (1000.0 * batch.asked[r])
            fit[pair] += points.astype(np.int64)
            used[pair] += entry & 7
            wishing = np.flatnonzero(asked.wish_row[at] >= 0)
            pair, r = some[wishing], at[wishing]
            wish = octets.take(asked.wish_row[r] * chunk.size + columns[pair])
            grown[pair] += self.steps[batch.asked[r], wish]
        fit[lengths == 0] = plan.weights.no_requirements
        rows = asked.gain_row[place]
        benefit = sum(
            words.take(rows[:, slot] * chunk.size + columns).astype(np.int64) for slot in range(3)
        )
        pointers, known = asked.known
        owner = np.repeat(np.arange(batch.size), np.diff(pointers))
        link = np.isin(place * chunk.size + columns, owner * chunk.size + known)
        benefit -= link * np.int64(asked.known_less)
        return fit, used, benefit, grown

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
        rows = [chunk.words[chunk.row(*plan.gain_keys[number])] for number in plan.gains[n]]
        benefit = sum(row[columns].astype(np.int64) for row in rows)
        known = chunk.known_to[plan.needs[n].organisation]
        less = plan.weights.new_link - chunk.points("new_link", plan.weights.known_link)
        benefit -= np.isin(columns, known) * less
        fit, used = total >> USED_BITS, total & USED
        return columns, self._finish(n, columns, fit, used, benefit, grown)

    def _finish(self, n, columns, fit, used, benefit, grown) -> np.ndarray:
        """Keys from what each side gains; ``n`` is one need for all columns, or one for each."""
        plan, chunk, w = self.plan, self.chunk, self.plan.weights
        some = np.flatnonzero(grown)
        value = SCALE * grown[some] // (1000 * chunk.growth_cap[columns[some]])
        benefit[some] += w.growth * np.minimum(SCALE, value) // SCALE
        # Twice the product is far below 2**53 and the divisor below 2**15: the quotient is exact.
        harmonic = (2.0 * fit * benefit / np.maximum(fit + benefit, 1)).astype(np.int64)
        joint = harmonic - harmonic * plan.load[n] // 1000
        joint -= harmonic * chunk.load[columns] // 1000
        for permille in (plan.helped[n], plan.served[n]):
            joint += np.minimum(harmonic * permille // 1000, SCALE - joint)
        listed = (fit >= w.least_fit) & (benefit > 0)
        return np.where(listed, joint << USED_BITS | used, 0)
