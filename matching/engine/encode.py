"""A market as numpy arrays: one row of bytes per asked skill and level, one column per supply.

Row values are *classes*: small numbers that stand for (credit, level used, level for the gate).
A need then costs one table look-up per requirement. Shapes: S supplies, in the market's order.
"""

from collections.abc import Iterable
from datetime import date

import numpy as np

from .features import load_permille, unmet_wishes
from .types import SCALE, Market
from .weights import Weights

FAR = date.max.toordinal()


class Postings:
    """Which supplies carry a value: value -> array of column numbers, ascending."""

    def __init__(self, sets: Iterable[Iterable]) -> None:
        found: dict[object, list[int]] = {}
        for column, values in enumerate(sets):
            for value in values:
                found.setdefault(value, []).append(column)
        self._columns = {v: np.array(c, dtype=np.int32) for v, c in found.items()}
        self._nothing = np.zeros(0, dtype=np.int32)

    def __getitem__(self, value: object) -> np.ndarray:
        return self._columns.get(value, self._nothing)


class SkillRow:
    """One (skill, level asked): for each supply the class of what it earns.

    ``of`` is uint8 or uint16, shape (S,); ``credit`` = min(level, asked) x affinity, ``used`` and
    ``gate`` are int64, one value per class.
    """

    def __init__(self, packed: np.ndarray) -> None:
        values, of = np.unique(packed, return_inverse=True)
        self.of = of.astype(np.uint8 if len(values) <= 256 else np.uint16).reshape(-1)
        self.gate = (values & 7).astype(np.int64)
        self.used = (values >> 3 & 7).astype(np.int64)
        self.credit = (values >> 7).astype(np.int64)


class Encoded:
    """The supplies of a market as columns, and the look-ups a need asks of them."""

    def __init__(self, market: Market, *, weights: Weights, today: date) -> None:
        supplies = market.supplies
        self.market = market
        self.weights = weights
        self.size = len(supplies)
        self.columns = {supply.key: column for column, supply in enumerate(supplies)}
        self._rows: dict[tuple[int, int], SkillRow] = {}

        floor = today.toordinal()
        self.first = self._integers(
            max((s.available_from or today).toordinal(), floor) for s in supplies
        )
        self.last = self._integers(
            s.available_until.toordinal() if s.available_until else FAR for s in supplies
        )
        self.person = self._flags(s.kind == "person" for s in supplies)
        self.free = self._flags(s.capacity_left > 0 for s in supplies)
        self.remote = self._flags(s.remote for s in supplies)
        self.placeless = self._flags(not s.places and not s.remote for s in supplies)
        self.hours = self._integers(-1 if s.hours is None else s.hours for s in supplies)
        self.load = self._integers(load_permille(s.pending, weights) for s in supplies)
        self.placed = Postings(s.places for s in supplies)
        self.at_stage = Postings([s.stage] for s in supplies)
        self.member_of = Postings(s.organisations for s in supplies)
        self.asking = Postings(s.asks for s in supplies)
        self.themed = Postings(s.themes for s in supplies)
        self.known_to = Postings(s.linked_with if s.organisations else () for s in supplies)
        self._hold(supplies)
        self._wish(supplies)

    def _integers(self, values: Iterable[int]) -> np.ndarray:
        return np.fromiter(values, dtype=np.int64, count=self.size)

    def _flags(self, values: Iterable[bool]) -> np.ndarray:
        return np.fromiter(values, dtype=bool, count=self.size)

    def _hold(self, supplies) -> None:
        found: dict[int, tuple[list[int], list[int]]] = {}
        for column, supply in enumerate(supplies):
            for row in supply.held:
                columns, levels = found.setdefault(row.skill, ([], []))
                columns.append(column)
                levels.append(row.level)
        self._held = {
            skill: (np.array(columns, dtype=np.int32), np.array(levels, dtype=np.int32))
            for skill, (columns, levels) in found.items()
        }

    def _wish(self, supplies) -> None:
        """Wishes as postings, and what the five parts give before a need meets any wish."""
        w = self.weights
        found: dict[int, tuple[list[int], list[int]]] = {}
        counts = []
        for column, supply in enumerate(supplies):
            wishes = unmet_wishes(supply)
            counts.append(len(wishes))
            for skill, level in wishes.items():
                columns, levels = found.setdefault(skill, ([], []))
                columns.append(column)
                levels.append(level)
        self.wishes = {
            skill: (np.array(columns, dtype=np.int32), np.array(levels, dtype=np.int64))
            for skill, (columns, levels) in found.items()
        }
        self.growth_cap = np.minimum(self._integers(counts), w.enough_growth)
        asks = self._integers(len(s.asks) for s in supplies)
        themes = self._integers(len(s.themes) for s in supplies)
        self.asks_cap = np.minimum(asks, w.enough_returns)
        self.themes_cap = np.minimum(themes, w.enough_themes)
        unlinked = self._flags(not s.organisations for s in supplies)
        self.base = (
            np.where(self.growth_cap == 0, self.points("growth", w.neutral), 0)
            + np.where(asks == 0, self.points("returns", w.neutral), 0)
            + np.where(themes == 0, self.points("themes", w.neutral), 0)
            + np.where(unlinked, self.points("new_link", w.neutral), w.new_link)
        ).astype(np.int64)
        self.themeless_need = np.where(themes == 0, 0, self.points("themes", w.neutral))

    def points(self, part: str, value: int) -> int:
        """Points of a part of the benefit whose worth is ``value`` out of SCALE."""
        return getattr(self.weights, part) * value // SCALE

    def skill_row(self, skill: int, asked: int) -> SkillRow:
        """The row for a skill asked at a level, made once."""
        row = self._rows.get((skill, asked))
        if row is None:
            row = self._rows[skill, asked] = SkillRow(self._pack(skill, asked))
        return row

    def _pack(self, skill: int, asked: int) -> np.ndarray:
        """(credit, the skill itself, level used, gate level) of the best held skill, packed.

        Packed so that the greatest number is the credited skill of :func:`features.credits`.
        """
        best = np.zeros(self.size, dtype=np.int32)
        gate = np.zeros(self.size, dtype=np.int32)
        for other, permille in ((skill, 1000), *self.market.affine.get(skill, ())):
            if other not in self._held:
                continue
            columns, levels = self._held[other]
            used = np.minimum(levels, asked)
            rank = (used * permille) << 4 | (8 if other == skill else 0) | used
            best[columns] = np.maximum(best[columns], rank)
            if permille >= self.weights.gate_affinity:
                gate[columns] = np.maximum(gate[columns], levels)
        return best << 3 | gate
