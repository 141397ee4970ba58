"""Needs as plans: which rows of a :class:`encode.Chunk` each of them looks at, and its own numbers.

Made once for a run and used with every chunk. Arrays have one entry per need, or, where the name
says ``req_``, one per requirement, those of need n at ``start[n]:start[n + 1]``.
"""

from collections.abc import Hashable, Sequence
from datetime import date

import numpy as np

from .encode import FAR
from .features import load_permille, shares
from .types import SCALE, Need
from .weights import Weights

NEVER = FAR + 1
"""Days required of a need that is over: nobody has so many."""


MOST_PARTS = (1 << 16) - 1
MOST_FINE = 3_600
LEAST_FINE = 120

SPARE = 3
"""Points that bounds are raised by: what the steps of the joint score round off, and the error of
their own arithmetic in four bytes."""

STEEPEST = 2.2
"""The joint score moves by no more than this for a point of fit or benefit: 2 by the harmonic
mean, a tenth of it by the priorities."""


class Numbered:
    """Keys numbered in the order in which they were first met."""

    def __init__(self) -> None:
        self.keys: list[tuple] = []
        self._number: dict[Hashable, int] = {}

    def __call__(self, *key) -> int:
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self.keys)
            self.keys.append(key)
        return number


class Plan:
    """The needs as numbers."""

    def __init__(self, needs: Sequence[Need], *, weights: Weights, today: date) -> None:
        w = self.weights = weights
        self.needs = needs
        self.count = len(needs)
        floor = today.toordinal()
        self.starts = self._integers(
            max(n.starts.toordinal(), floor) if n.starts else floor for n in needs
        )
        self.ends = self._integers(n.ends.toordinal() if n.ends else FAR for n in needs)
        days = np.maximum(self.ends - self.starts + 1, 0)
        required = np.maximum(1, -(-days * w.dates_overlap // 1000))
        dated = np.fromiter((n.ends is not None for n in needs), bool, self.count)
        self.required = np.where(dated, np.where(days < 1, NEVER, required), 1)
        self.hours = self._integers(-(-(n.hours or 0) * w.hours_enough // 1000) for n in needs)
        self.open = np.fromiter((n.seats_left > 0 for n in needs), bool, self.count)
        self.load = self._integers(load_permille(n.pending, w) for n in needs)
        self.helped = self._integers(w.never_helped * n.never_helped for n in needs)
        self.served = self._integers(w.underserved * n.underserved for n in needs)
        self._require()
        self._look()

    def _integers(self, values) -> np.ndarray:
        return np.fromiter(values, dtype=np.int64, count=self.count)

    def _require(self) -> None:
        """Requirements, flat: the number of their (skill, level), share, times and essential."""
        w, needs = self.weights, self.needs
        number = Numbered()
        self.lengths = self._integers(len(n.requirements) for n in needs)
        self.start = np.concatenate(([0], np.cumsum(self.lengths)))
        rows = [row for n in needs for row in n.requirements]
        self.req_pair = np.array([number(r.skill, r.level) for r in rows], dtype=np.int64)
        self.req_essential = np.array([r.essential for r in rows], dtype=bool)
        self.req_asked = np.array([r.level for r in rows], dtype=np.int64)
        self.req_times = np.where(self.req_essential, w.essential_share, w.desirable_share)
        split = [shares(n.requirements, w.essential_share, w.desirable_share) for n in needs]
        self.req_share = np.array([s for each in split for s in each], dtype=np.int64)
        self.pairs: list[tuple[int, int]] = number.keys
        sums = np.concatenate(([0], np.cumsum(self.req_times)))
        self.whole = sums[self.start[1:]] - sums[self.start[:-1]]
        self._fine()

    def _fine(self) -> None:
        """How bounds count: credit in ``fine`` parts of a whole, growth in ``unit`` points.

        Sums of both fit 16 bits. ``slack`` is how far a bound may stand above the joint score:
        a need's shares and its credits are off by less than a point each, both ways.
        """
        w = self.weights
        self.bounded = self.whole <= MOST_PARTS // LEAST_FINE
        whole = int(self.whole[self.bounded].max(initial=1))
        longest = int(self.lengths[self.bounded].max(initial=0))
        self.fine = min(MOST_FINE, MOST_PARTS // whole)
        # Each skill's growth is rounded up to units by itself, so it is their number that must fit.
        self.unit = max(1, -(-w.growth // (MOST_PARTS // max(1, longest))))
        asks = self.lengths > 0
        some = np.maximum(self.whole, 1)
        self.per_part = np.where(asks, SCALE / (self.fine * some), 0).astype(np.float32)
        self.at_first = np.where(asks, self.lengths, max(1, w.no_requirements)).astype(np.float32)
        self.fit_off = SCALE / self.fine + 3 * longest
        self.benefit_off = (longest + 1) * self.unit + 2
        self.least = self._parts(w.least_fit - self.lengths, -1)
        self.sure = self._parts(w.least_fit + self.fit_off, 1)
        steepest = STEEPEST * max(self.fit_off, self.benefit_off)
        self.slack = int(np.ceil(steepest)) + 4 * SPARE

    def _parts(self, points, more: int) -> np.ndarray:
        """Points of fit as parts of each need's whole; none where nothing is required."""
        some = np.maximum(self.whole, 1)
        parts = np.ceil(points * (self.fine * some / SCALE)) + more
        return np.where(self.lengths > 0, np.maximum(1, parts), 0).astype(np.int64)

    def _look(self) -> None:
        """Rows of gates that ask for no skill, and of gains, numbered."""
        w = self.weights
        mask, gain = Numbered(), Numbered()
        self.masks: list[tuple[int, ...]] = []
        gains = []
        for need in self.needs:
            keys = []
            if need.pattern != "remote" and need.place is not None:
                keys.append(mask("place", need.place, need.pattern == "hybrid"))
            if need.stages:
                keys.append(mask("stages", need.stages))
            if len(need.accepts) < 2:
                keys.append(mask("accepts", need.accepts))
            self.masks.append(tuple(keys))
            paid = max(w.pay(need.pay), w.credit if "credit" in need.gives_back else 0)
            gains.append(
                (
                    gain("reward", paid),
                    gain("returns", need.gives_back),
                    gain("themes", need.themes),
                )
            )
        self.gains = np.array(gains, dtype=np.int64).reshape(self.count, 3)
        self.mask_keys, self.gain_keys = mask.keys, gain.keys
