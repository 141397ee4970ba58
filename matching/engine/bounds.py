"""Which pairs may reach a list: a bound for every pair of a chunk, so that few need be scored.

A bound is never below the joint score, and above it by ``plan.slack`` at most. So who is further
than that below the last place of a list of bounds is on neither side's list, and everyone else is
scored exactly. Needs are taken a few at a time, as numpy does more in one call than in many.
"""

from collections.abc import Callable

import numpy as np

from .doors import Doors
from .encode import Chunk
from .lists import Shortlist
from .plan import SPARE, Plan
from .types import SCALE

TOGETHER = 8
"""Needs whose bounds are reckoned at once."""

SAMPLE = 512
FIRST_CUT = 64
"""After so many needs the supplies' lists are cut for the first time, to have floors."""


class Bounds:
    """The bounds of some needs of a plan over one chunk."""

    def __init__(
        self, plan: Plan, chunk: Chunk, doors: Doors, top: int, *, together: int = TOGETHER
    ) -> None:
        self.plan = plan
        self.chunk = chunk
        self.top = top
        self._doors = doors
        shape = (together, chunk.size)
        self._parts = np.zeros(shape, dtype=np.uint16)
        self._benefit = np.zeros(shape, dtype=np.uint16)
        self._grown = np.zeros(chunk.size, dtype=np.uint16)
        self._passes = np.zeros(chunk.size, dtype=np.uint8)
        self._bound = np.zeros(shape, dtype=np.float32)
        self._both = np.zeros(shape, dtype=np.float32)

    def shortlist(
        self, numbers: list[int], least: np.ndarray, tell: Callable[[int], None]
    ) -> tuple[np.ndarray, np.ndarray]:
        """(needs, columns) of all pairs of these needs that may be on a list, need by need.

        ``least`` is, per need, the joint score that still reaches its list, 0 when not known.
        """
        of_supplies = Shortlist(self.top, self.plan.slack, self.chunk.size)
        found: list[np.ndarray] = []
        next_cut = FIRST_CUT
        for first in range(0, len(numbers), TOGETHER):
            some = numbers[first : first + TOGETHER]
            if first >= next_cut:
                of_supplies.cut()
                next_cut += next_cut // 2
            self._reckon(some)
            for place, n in enumerate(some):
                found.append(self._near(place, n, int(least[n]), of_supplies))
            self.chunk.trim()
            tell(first + len(some))
        found.append(of_supplies.finish())
        pairs = np.concatenate(found)
        pairs.sort()
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        return pairs >> 20, pairs & (1 << 20) - 1

    def reaching(self, n: int, floors: np.ndarray) -> np.ndarray:
        """Columns that may be on need n's list, or whose own floor it may reach."""
        of_supplies = Shortlist(self.top, self.plan.slack, self.chunk.size)
        np.maximum(of_supplies.floors, floors - 1, out=of_supplies.floors)
        self._reckon([n])
        here = self._near(0, n, 0, of_supplies)
        there = of_supplies.finish()
        return np.union1d(here, there) & (1 << 20) - 1

    def _reckon(self, some: list[int]) -> None:
        """Bounds of the joint score, float32, 0 where a gate is shut."""
        plan, chunk = self.plan, self.chunk
        for place, n in enumerate(some):
            self._sum(n, self._parts[place])
            self._gain(n, self._parts[place], self._benefit[place])
        rows = len(some)
        bound, both = self._bound[:rows], self._both[:rows]
        moved = (plan.helped[some] + plan.served[some] - plan.load[some])[:, None] / 1000
        np.multiply(self._parts[:rows], plan.per_part[some][:, None], out=bound)
        bound += plan.at_first[some][:, None]
        np.add(bound, self._benefit[:rows], out=both)
        bound *= self._benefit[:rows]
        bound /= both
        np.add(chunk.weight, moved.astype(np.float32), out=both)
        bound *= both
        bound *= np.float32(2)
        bound += np.float32(SPARE)

    def _sum(self, n: int, out: np.ndarray) -> None:
        """Parts of the credit."""
        plan, chunk = self.plan, self.chunk
        out[:] = 0
        for at in range(plan.start[n], plan.start[n + 1]):
            skill, asked = plan.pairs[plan.req_pair[at]]
            number = chunk.row("credit", skill, asked, plan.fine)
            if number >= 0:
                row, times = chunk.words[number], plan.req_times[at]
                out += row if times == 1 else row * np.uint16(times)

    def _gain(self, n: int, parts: np.ndarray, out: np.ndarray) -> None:
        """The benefit, rounded up; 0 where a gate is shut or the fit is too little."""
        plan, chunk, w = self.plan, self.chunk, self.plan.weights
        numbers = [chunk.row(*plan.gain_keys[number]) for number in plan.gains[n]]
        np.add(chunk.words[numbers[0]], chunk.words[numbers[1]], out=out)
        out += chunk.words[numbers[2]]
        known = chunk.known_to[plan.needs[n].organisation]
        if len(known):
            out[known] -= np.uint16(w.new_link - chunk.points("new_link", w.known_link))
        grown = [
            number
            for row in plan.needs[n].requirements
            if row.skill in chunk.wished
            and (number := chunk.row("growth", row.skill, row.level, plan.unit)) >= 0
        ]
        if grown:
            total = self._grown
            total[:] = chunk.words[grown[0]]
            for number in grown[1:]:
                total += chunk.words[number]
            np.minimum(total, -(-w.growth // plan.unit), out=total)
            if plan.unit > 1:
                total *= np.uint16(plan.unit)
            out += total
        passes = self._doors.skilled(n, self._doors.open(n, self._passes))
        if plan.least[n]:
            passes &= parts >= plan.least[n]
        out *= passes

    def _near(self, place: int, n: int, least: int, of_supplies: Shortlist) -> np.ndarray:
        """need << 20 | column of those who may be on the need's list."""
        plan, slack = self.plan, self.plan.slack
        bound = self._bound[place]
        guess = max(SPARE, least - 1, self._guess(bound) - slack)
        near = bound > np.minimum(of_supplies.floors, guess)
        columns = np.flatnonzero(near)
        bounds = np.minimum(bound[columns], SCALE + SPARE).astype(np.int64)
        sure = self._parts[place][columns] >= plan.sure[n]
        sure &= self._benefit[place][columns] > plan.benefit_off
        certain = bounds[sure]
        of_supplies.add(columns[sure], n, certain)
        reach = max(least, best(certain, self.top) - slack)
        here = (bounds >= reach) | ~sure
        if reach <= guess:
            here = np.union1d(columns[here], np.flatnonzero(bound > max(SPARE, reach - 1)))
        else:
            here = columns[here]
        return n << 20 | here

    def _guess(self, bound: np.ndarray) -> int:
        """About the bound of the best ``2 * top``, from a sample; any guess is right."""
        step = max(1, len(bound) // SAMPLE)
        return int(best(bound[::step], 2 * self.top // step + 1))


def best(values: np.ndarray, place: int) -> int:
    """The ``place``-th greatest, 0 when there are fewer."""
    size = len(values)
    return int(np.partition(values, size - place)[size - place]) if size >= place else 0
