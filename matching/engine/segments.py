"""The rows of one side, encoded in segments, so that one changed row spoils only a small one.

A changed row is struck out where it was and joins the *late* ones, which are encoded anew when
they are next scored and become a segment of their own when they are many.
"""

from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np

from . import encode
from .against import Affine, Against
from .asked import Asked, Batch
from .bounds import Bounds
from .compiled import Compiled
from .doors import Doors
from .encode import Chunk
from .plan import Plan
from .postings import WIDEST
from .rows import Scorer
from .types import Market, Need, Supply
from .weights import Weights

MOST_LATE = 256


class Segments:
    """Numbered rows, some sealed and some late. Subclasses say how rows are encoded and scored."""

    width: int = encode.WIDTH

    def __init__(self, rows: Sequence, affine: Affine, *, weights: Weights, today: date) -> None:
        self.affine = affine
        self.weights = weights
        self.today = today
        self._sealed: list[tuple[Any, np.ndarray, np.ndarray]] = []
        self._where: dict[int, tuple[int, int]] = {}
        self._late: dict[int, Any] = {}
        self._late_made: tuple[Any, np.ndarray, np.ndarray] | None = None
        numbered = list(enumerate(rows))
        for first in range(0, len(numbered), self.width):
            self._seal(dict(numbered[first : first + self.width]))

    def put(self, number: int, row: Need | Supply) -> None:
        """A new row, or one in place of the old one with this number."""
        self.drop(number)
        self._late[number] = row
        self._late_made = None
        if len(self._late) > MOST_LATE:
            self._seal(self._late)
            self._late = {}

    def drop(self, number: int) -> None:
        """Strike a row out, if it is there."""
        if self._late.pop(number, None) is not None:
            self._late_made = None
        if number in self._where:
            segment, place = self._where.pop(number)
            made, _, alive = self._sealed[segment]
            alive[place] = False
            self._strike(made, place)

    def _seal(self, rows: dict[int, Any]) -> None:
        made = self._made(rows)
        for place, number in enumerate(rows):
            self._where[number] = len(self._sealed), place
        self._sealed.append(made)

    def _made(self, rows: dict[int, Any]) -> tuple[Any, np.ndarray, np.ndarray]:
        numbers = np.array(list(rows), dtype=np.int64)
        return self._encode(tuple(rows.values())), numbers, np.ones(len(rows), dtype=bool)

    def _all(self) -> list[tuple[Any, np.ndarray, np.ndarray]]:
        if self._late and self._late_made is None:
            self._late_made = self._made(self._late)
        return [*self._sealed, self._late_made] if self._late_made else self._sealed

    def _encode(self, rows: tuple) -> Any:
        """Rows as scoring wants them; subclasses know how."""

    def _strike(self, made: Any, place: int) -> None:
        """Forget a row inside a segment, where scoring must know."""


class SupplySegments(Segments):
    """Supplies in chunks, for one need at a time: wide ones, as each costs something by itself."""

    width = WIDEST

    def _encode(self, rows: tuple) -> Chunk:
        return Chunk(rows, self.affine, weights=self.weights, today=self.today)

    def _strike(self, made: Chunk, place: int) -> None:
        made.free[place] = False
        made.bytes[made.row("free")][place] = 0

    def score(
        self,
        need: Need,
        *,
        keep: int,
        floors: Callable[[np.ndarray], np.ndarray],
        loops: SimpleNamespace | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Numbers and keys of the supplies among a need's best ``keep``, or whose lists it reaches.

        ``floors`` says which joint score reaches the lists of some supplies. Refusals and
        conflicts are not asked, so the need's list is only whole where there are none. ``loops``
        are the compiled kernels, where they are wanted.
        """
        plan = Plan((need,), weights=self.weights, today=self.today)
        worth = need.requirements or self.weights.no_requirements >= self.weights.least_fit
        found, keys = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for chunk, numbers, _ in self._all() if plan.open[0] and worth else ():
            doors = Doors(plan, chunk, Market())
            scorer = Scorer(plan, chunk, doors)
            if scorer.rare[0]:
                columns, scored = scorer.holders(0)
            elif not plan.bounded[0]:
                columns, scored = scorer.all(0)
            elif loops:
                one = Compiled(plan, keep, loops)
                columns, scored = one.reaching(chunk, doors, scorer, floors(numbers))
            else:
                bounds = Bounds(plan, chunk, doors, keep, together=1)
                columns = bounds.reaching(0, floors(numbers))
                asked = Asked(Batch(plan, np.zeros(1, dtype=np.int64)), chunk, doors)
                scored = scorer.exact(asked, np.zeros(len(columns), dtype=np.int64), columns)
            listed = scored > 0
            found.append(numbers[columns[listed]])
            keys.append(scored[listed])
            chunk.trim()
        return np.concatenate(found), np.concatenate(keys)


class NeedSegments(Segments):
    """Needs in plans, for one supply at a time."""

    width = 1 << 16

    def _encode(self, rows: tuple) -> Against:
        return Against(Plan(rows, weights=self.weights, today=self.today), self.affine)

    def score(self, supply: Supply) -> tuple[np.ndarray, np.ndarray]:
        """Numbers and keys of the needs listed with a supply; refusals and conflicts apart."""
        found, keys = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for against, numbers, alive in self._all():
            scored = against.keys(supply, today=self.today)
            listed = alive & (scored > 0)
            found.append(numbers[listed])
            keys.append(scored[listed])
        return np.concatenate(found), np.concatenate(keys)
