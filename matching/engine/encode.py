"""Supplies as columns: what a need asks of many of them at once, as rows of small numbers.

A :class:`Chunk` holds up to :data:`WIDTH` supplies. A row says one thing about each of them ("can
reach Walsall", "what they hold of SQL"); rows are made when first asked for and kept until they
fill :data:`BUDGET`. A row of *codes* stands for the levels held of a skill and of its relatives;
a table of :class:`Codes` says what each code earns. Shapes: (size,) unless said otherwise.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from .features import load_permille, step_credit
from .postings import Codes, Postings, Rows, Skills, pack, unpack
from .types import SCALE, Supply
from .weights import Weights

WIDTH = 1 << 14
"""Columns of a chunk: so many that its rows stay near the processor."""

BUDGET = 128 << 20
"""Bytes of rows kept at most, before they are made anew."""

FAR = date.max.toordinal()
MOST_NEAR = 3
"""Codes are numbers in base five while a skill has no more relatives than this, itself counted."""

Relatives = Sequence[tuple[int, int]]


class Chunk:
    """Some supplies as columns, and the rows that needs ask of them.

    ``supplies`` are at most WIDEST, in the order of their columns.
    """

    def __init__(
        self, supplies: Sequence[Supply], affine, *, weights: Weights, today: date
    ) -> None:
        self.supplies = supplies
        self.affine = affine
        self.weights = weights
        self.size = len(supplies)
        floor = today.toordinal()
        self.first = self._integers(
            max(s.available_from.toordinal(), floor) if s.available_from else floor
            for s in supplies
        )
        self.last = self._integers(
            s.available_until.toordinal() if s.available_until else FAR for s in supplies
        )
        # Nobody's hours are so long: not stated shuts nothing.
        self.hours = self._integers(FAR if s.hours is None else s.hours for s in supplies)
        self.dated = (int(self.first.max(initial=0)), int(self.last.min(initial=FAR)))
        self.least_hours = int(self.hours.min(initial=FAR))
        self.person = self._flags(s.kind == "person" for s in supplies)
        self.free = self._flags(s.capacity_left > 0 for s in supplies)
        self.remote = self._flags(s.remote for s in supplies)
        self.placeless = self._flags(not s.places and not s.remote for s in supplies)
        loads = {many: load_permille(many, weights) for many in {s.pending for s in supplies}}
        self.load = self._integers(loads[s.pending] for s in supplies)
        self.weight = np.float32(1) - self.load.astype(np.float32) / np.float32(1000)
        self.placed = Postings(s.places for s in supplies)
        self.at_stage = Postings((s.stage,) for s in supplies)
        self.member_of = Postings(s.organisations for s in supplies)
        self.asking = Postings(s.asks for s in supplies)
        self.themed = Postings(s.themes for s in supplies)
        self.known_to = Postings(s.linked_with if s.organisations else () for s in supplies)
        self.held = Skills([s.held for s in supplies])
        self.wished = Skills([s.wanted for s in supplies]).above(self.held)
        self._gains()
        self._codes: dict[tuple[int, int], Codes] = {}
        self.forget()

    def forget(self) -> None:
        """Start over with no rows."""
        self.bytes = Rows(self.size, np.uint8)
        self.words = Rows(self.size, np.uint16)
        self._known: dict[tuple, int] = {}

    def trim(self) -> None:
        """Start over when the rows fill their budget."""
        if self.bytes.bytes + self.words.bytes > BUDGET:
            self.forget()

    def row(self, *key) -> int:
        """The number of the row with this key, made when it is new; -1 when it is all zero.

        Keys: free, place, stages, accepts, gate and wish are rows of ``bytes``; held, credit,
        growth, reward, returns and themes of ``words``.
        """
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = getattr(self, f"_row_{key[0]}")(*key[1:])
        return found

    def _integers(self, values: Iterable[int]) -> np.ndarray:
        return np.fromiter(values, dtype=np.int32, count=self.size)

    def _flags(self, values: Iterable[bool]) -> np.ndarray:
        return np.fromiter(values, dtype=bool, count=self.size)

    # Gates: 1 where the supply passes.

    def _row_place(self, place: str, hybrid: bool) -> int:
        near = self.placeless | self.remote if hybrid else self.placeless.copy()
        near[self.placed[place]] = True
        return self.bytes.add(near)

    def _row_stages(self, stages: frozenset[str]) -> int:
        eligible = ~self.person
        for stage in stages:
            eligible[self.at_stage[stage]] = True
        return self.bytes.add(eligible)

    def _row_accepts(self, kinds: frozenset[str]) -> int:
        passes = np.zeros(self.size, dtype=bool)
        if "person" in kinds:
            passes |= self.person
        if "offer" in kinds:
            passes |= ~self.person
        return self.bytes.add(passes)

    def _row_free(self) -> int:
        return self.bytes.add(self.free)

    def _row_gate(self, skill: int, asked: int, needed: int) -> int:
        number = self.row("held", skill, asked)
        if number < 0:
            return self.bytes.add(np.zeros(self.size, dtype=np.uint8))
        passes = self.codes(skill, asked).gate >= needed
        return self.bytes.add(passes.view(np.uint8).take(self.words[number]))

    # Skills.

    def holders(self, skill: int) -> int:
        """How many hold a skill or a relative of it, at most."""
        relatives = self.affine.get(skill, ())
        return self.held.count(skill) + sum(self.held.count(other) for other, _ in relatives)

    def relatives(self, skill: int) -> Relatives:
        """The skill itself and its relatives, those that somebody holds."""
        near = [(skill, 1000), *self.affine.get(skill, ())]
        return [(other, permille) for other, permille in near if other in self.held]

    def codes(self, skill: int, asked: int) -> Codes:
        """What the codes of ``row("held", skill, asked)`` stand for."""
        return self._codes[skill, asked]

    def _row_held(self, skill: int, asked: int) -> int:
        near = self.relatives(skill)
        if not near:
            return -1
        if len(near) > MOST_NEAR:
            best = self._best(near, skill, asked)
            values, code = np.unique(best, return_inverse=True)
            self._codes[skill, asked] = unpack(values)
            return self.words.add(code.reshape(-1))
        if (skill, asked) not in self._codes:
            self._codes[skill, asked] = self._enumerate(near, skill, asked)
        same = ("code", skill)
        if same not in self._known:
            code = np.zeros(self.size, dtype=np.uint16)
            for place, (other, _) in enumerate(near):
                columns, levels = self.held[other]
                code[columns] += (levels * 5**place).astype(np.uint16)
            self._known[same] = self.words.add(code)
        return self._known[same]

    def _enumerate(self, near: Relatives, skill: int, asked: int) -> Codes:
        """The code is a number in base five: a digit, the level held, for each relative."""
        held = [np.arange(5 ** len(near)) // 5**place % 5 for place in range(len(near))]
        best = np.zeros(5 ** len(near), dtype=np.int64)
        gate = np.zeros(5 ** len(near), dtype=np.int64)
        for levels, (other, permille) in zip(held, near, strict=True):
            np.maximum(best, pack(levels, permille, asked, other == skill), out=best)
            if permille >= self.weights.gate_affinity:
                np.maximum(gate, levels, out=gate)
        return unpack(best << 3 | gate)

    def _best(self, near: Relatives, skill: int, asked: int) -> np.ndarray:
        """For each supply what its best held skill earns, packed."""
        best = np.zeros(self.size, dtype=np.int64)
        gate = np.zeros(self.size, dtype=np.int64)
        for other, permille in near:
            columns, levels = self.held[other]
            packed = pack(levels, permille, asked, other == skill)
            best[columns] = np.maximum(best[columns], packed)
            if permille >= self.weights.gate_affinity:
                gate[columns] = np.maximum(gate[columns], levels)
        return best << 3 | gate

    def earners(self, skill: int, asked: int) -> tuple[np.ndarray, Codes]:
        """Columns, ascending, of those who hold a skill or a relative, and what each earns."""
        near = self.relatives(skill)
        columns = np.unique(np.concatenate([self.held[other][0] for other, _ in near]))
        best = np.zeros(len(columns), dtype=np.int64)
        gate = np.zeros(len(columns), dtype=np.int64)
        for other, permille in near:
            holders, levels = self.held[other]
            at = np.searchsorted(columns, holders)
            packed = pack(levels, permille, asked, other == skill)
            best[at] = np.maximum(best[at], packed)
            if permille >= self.weights.gate_affinity:
                gate[at] = np.maximum(gate[at], levels)
        return columns, unpack(best << 3 | gate)

    def _row_credit(self, skill: int, asked: int, fine: int) -> int:
        """The credit, as a part of the whole, in ``fine`` parts, rounded up."""
        number = self.row("held", skill, asked)
        if number < 0:
            return -1
        parts = -(-fine * self.codes(skill, asked).credit // (1000 * asked))
        return self.words.add(parts.astype(np.uint16).take(self.words[number]))

    # What a supply gains.

    def _gains(self) -> None:
        w = self.weights
        wishes = np.bincount(self.wished.columns, minlength=self.size)
        self.growth_cap = np.minimum(wishes, w.enough_growth)
        asks = self._integers(len(s.asks) for s in self.supplies)
        themes = self._integers(len(s.themes) for s in self.supplies)
        self.asks_cap = np.minimum(asks, w.enough_returns)
        self.themes_cap = np.minimum(themes, w.enough_themes)
        unlinked = self._flags(not s.organisations for s in self.supplies)
        self.base = (
            np.where(self.growth_cap == 0, self.points("growth", w.neutral), 0)
            + np.where(asks == 0, self.points("returns", w.neutral), 0)
            + np.where(themes == 0, self.points("themes", w.neutral), 0)
            + np.where(unlinked, self.points("new_link", w.neutral), w.new_link)
        ).astype(np.uint16)

    def points(self, part: str, value: int) -> int:
        """Points of a part of the benefit whose worth is ``value`` out of SCALE."""
        return getattr(self.weights, part) * value // SCALE

    def _row_reward(self, worth: int) -> int:
        """The reward, and whatever no need has a say in."""
        neutral = self.points("reward", self.weights.neutral)
        paid = self.points("reward", worth)
        return self.words.add(self.base + np.where(self.person, paid, neutral).astype(np.uint16))

    def _row_returns(self, values: frozenset[str]) -> int:
        return self.words.add(self._met("returns", self.asking, values, self.asks_cap))

    def _row_themes(self, values: frozenset[str]) -> int:
        if values:
            return self.words.add(self._met("themes", self.themed, values, self.themes_cap))
        unasked = self.points("themes", self.weights.neutral)
        return self.words.add(np.where(self.themes_cap == 0, 0, unasked))

    def _met(self, part: str, postings: Postings, values, cap: np.ndarray) -> np.ndarray:
        """Points for the values met, looked up by how many were hoped for and met."""
        most = getattr(self.weights, f"enough_{part}")
        table = np.zeros((most + 1, most + 1), dtype=np.uint16)
        for hoped in range(1, most + 1):
            for met in range(most + 1):
                table[hoped, met] = self.points(part, SCALE * min(met, hoped) // hoped)
        found = np.zeros(self.size, dtype=np.int64)
        for value in values:
            found[postings[value]] += 1
        return table[cap, np.minimum(found, most)]

    def _row_wish(self, skill: int) -> int:
        """One more than the level held, of those who wish for a skill."""
        if skill not in self.wished:
            return -1
        columns, held = self.wished[skill]
        row = np.zeros(self.size, dtype=np.uint8)
        row[columns] = held + 1
        return self.bytes.add(row)

    def _row_growth(self, skill: int, asked: int, unit: int) -> int:
        """What a wish served gives at most, in ``unit`` points, rounded up."""
        columns, held = self.wished[skill]
        steps = np.array([step_credit(asked, level, self.weights) for level in range(4)])[held]
        if not steps.any():
            return -1
        row = np.zeros(self.size, dtype=np.uint16)
        worth = self.weights.growth * steps
        row[columns] = -(-worth // (1000 * unit * self.growth_cap[columns]))
        return self.words.add(row)
