"""One supply against all needs of a plan, exactly: :mod:`rows` the other way round.

What the supply earns is looked up once per (skill, level asked), gate and gain, and spread over
the needs that ask for it.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from .encode import Chunk
from .features import step_credit
from .gates import needed_level
from .lists import USED_BITS
from .plan import Plan
from .types import SCALE, Supply

Affine = Mapping[int, Sequence[tuple[int, int]]]


class Against:
    """The needs of a plan, ready to be asked about one supply after another."""

    def __init__(self, plan: Plan, affine: Affine) -> None:
        self.plan = plan
        self.affine = affine
        self._pairs_of: dict[int, list[int]] = {}
        for number, (skill, _) in enumerate(plan.pairs):
            for other in {skill, *(other for other, _ in affine.get(skill, ()))}:
                self._pairs_of.setdefault(other, []).append(number)
        self._place = np.repeat(np.arange(plan.count), plan.lengths)
        w = plan.weights
        self._needed = np.array([needed_level(asked, w) for _, asked in plan.pairs], dtype=np.int64)
        self._masks = np.array([number for keys in plan.masks for number in keys], dtype=np.int64)
        self._masked = np.repeat(np.arange(plan.count), [len(keys) for keys in plan.masks])
        self._numbers_of: dict[str, list[int]] = {}
        for number, need in enumerate(plan.needs):
            self._numbers_of.setdefault(need.organisation, []).append(number)

    def keys(self, supply: Supply, *, today: date) -> np.ndarray:
        """joint << 10 | levels used for each need, 0 where the pair is not listed."""
        plan = self.plan
        chunk = Chunk((supply,), self.affine, weights=plan.weights, today=today)
        open_ = self._open(supply, chunk)
        fit, used, gated, grown = self._skills(chunk)
        open_ &= ~gated
        benefit = self._benefit(supply, chunk, grown)
        return np.where(open_, self._joint(chunk, fit, benefit) << USED_BITS | used, 0) * (
            (fit >= plan.weights.least_fit) & (benefit > 0)
        )

    def _skills(self, chunk: Chunk):
        """Fit, levels used, whether an essential skill is too low, and growth, per need."""
        plan, w = self.plan, self.plan.weights
        size = len(plan.pairs)
        credit, used, gate, grown = (np.zeros(size, dtype=np.int64) for _ in range(4))
        skills = (chunk.held.keys >> 20).tolist()
        for number in {n for skill in skills for n in self._pairs_of.get(skill, ())}:
            skill, asked = plan.pairs[number]
            codes = chunk.earners(skill, asked)[1]
            credit[number], used[number], gate[number] = (
                codes.credit[0], codes.used[0], codes.gate[0],
            )  # fmt: skip
        for skill in (chunk.wished.keys >> 20).tolist():
            held = int(chunk.wished[skill][1][0])
            for number in self._pairs_of.get(skill, ()):
                if plan.pairs[number][0] == skill:
                    grown[number] = step_credit(plan.pairs[number][1], held, w)
        pair = plan.req_pair
        points = plan.req_share * credit[pair] // (1000 * plan.req_asked)
        shut = plan.req_essential & (gate < self._needed)[pair]
        fit = np.where(plan.lengths > 0, self._summed(points), w.no_requirements)
        return fit, self._summed(used[pair]), self._summed(shut) > 0, self._summed(grown[pair])

    def _summed(self, values: np.ndarray) -> np.ndarray:
        sums = np.bincount(self._place, weights=values, minlength=self.plan.count)
        return sums.astype(np.int64)  # sums of small whole numbers are exact in eight bytes

    def _open(self, supply: Supply, chunk: Chunk) -> np.ndarray:
        """Which needs pass every gate that asks for no skill."""
        plan = self.plan
        if supply.capacity_left < 1:
            return np.zeros(plan.count, dtype=bool)
        passes = np.array(
            [chunk.bytes[chunk.row(*key)][0] for key in plan.mask_keys], dtype=np.int64
        )
        failed = np.bincount(
            self._masked, weights=1 - passes[self._masks], minlength=plan.count
        ).astype(bool)
        both = np.minimum(plan.ends, chunk.last[0]) - np.maximum(plan.starts, chunk.first[0]) + 1
        open_ = plan.open & ~failed & (both >= plan.required) & (plan.hours <= chunk.hours[0])
        for organisation in supply.organisations:
            open_[self._numbers_of.get(organisation, [])] = False
        return open_

    def _benefit(self, supply: Supply, chunk: Chunk, grown: np.ndarray) -> np.ndarray:
        plan, w = self.plan, self.plan.weights
        worth = np.array(
            [chunk.words[chunk.row(*key)][0] for key in plan.gain_keys], dtype=np.int64
        )
        benefit = worth[plan.gains].sum(axis=1)
        if chunk.growth_cap[0]:
            value = np.minimum(SCALE, SCALE * grown // (1000 * chunk.growth_cap[0]))
            benefit += w.growth * value // SCALE
        if supply.organisations:
            less = w.new_link - chunk.points("new_link", w.known_link)
            for organisation in supply.linked_with:
                benefit[self._numbers_of.get(organisation, [])] -= less
        return benefit

    def _joint(self, chunk: Chunk, fit: np.ndarray, benefit: np.ndarray) -> np.ndarray:
        plan = self.plan
        harmonic = 2 * fit * benefit // np.maximum(fit + benefit, 1)
        joint = harmonic - harmonic * plan.load // 1000 - harmonic * chunk.load[0] // 1000
        for permille in (plan.helped, plan.served):
            joint += np.minimum(harmonic * permille // 1000, SCALE - joint)
        return joint
