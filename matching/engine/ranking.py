"""What ``rank`` answers: both sides' lists, and the pairs on them when asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from .features import score
from .lists import USED_BITS
from .types import Market, Pair, Stated, plain
from .weights import Weights


class Lists(Mapping[str, tuple[str, ...]]):
    """Key -> the other side's keys, best first; those of one list are read when asked for.

    ``lists``, ``others`` and ``keys`` have one entry per place, list by list, best first.
    """

    def __init__(self, rows, other_rows, lists, others, keys: np.ndarray) -> None:
        self._rows = rows
        self._other_rows = other_rows
        self._starts = np.searchsorted(lists, np.arange(len(rows) + 1))
        self.lists = lists
        self.others = others
        self.scores = keys
        self.joints = keys >> USED_BITS

    @cached_property
    def _number(self) -> dict[str, int]:
        return {row.key: number for number, row in enumerate(self._rows)}

    @cached_property
    def _other_number(self) -> dict[str, int]:
        return {row.key: number for number, row in enumerate(self._other_rows)}

    def __getitem__(self, key: str) -> tuple[str, ...]:
        number = self._number[key]
        others = self.others[self._starts[number] : self._starts[number + 1]]
        return tuple(self._other_rows[other].key for other in others.tolist())

    def __contains__(self, key: object) -> bool:
        return key in self._number

    def __iter__(self) -> Iterator[str]:
        return (row.key for row in self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def entries(self, key: str) -> Iterator[tuple[str, tuple[int, int]]]:
        """Each other key on a list, with its place from 1 and the joint score."""
        number = self._number[key]
        some = slice(self._starts[number], self._starts[number + 1])
        rows = zip(self.others[some].tolist(), self.joints[some].tolist(), strict=True)
        for place, (other, joint) in enumerate(rows, start=1):
            yield self._other_rows[other].key, (place, joint)

    def holding(self, key: str) -> Iterator[str]:
        """Whose lists this one is on."""
        on = self.lists[self.others == self._other_number[key]]
        return (self._rows[number].key for number in on.tolist())

    def only(self, keys: Iterable[str]) -> "Lists":
        """The lists of these keys; those of all others are empty. Raises KeyError."""
        numbers = [self._number[key] for key in keys]
        stay = np.isin(self.lists, numbers)
        kept = self.lists[stay], self.others[stay], self.scores[stay]
        return Lists(self._rows, self._other_rows, *kept)

    def __eq__(self, other: object) -> bool:
        return dict(self) == (dict(other) if isinstance(other, Mapping) else other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Ranking:
    """Both sides' lists. Pairs are made when asked for, with all their parts.

    ``by_need`` and ``by_supply`` map a key to the other side's keys, best first; a key without
    any match has an empty list. ``path`` says what did the arithmetic, "numpy" or "compiled": the
    answer is the same.
    """

    market: Market = field(repr=False)
    weights: Weights = field(repr=False)
    seed: str
    today: date
    top: int
    by_need: Lists = field(repr=False)
    by_supply: Lists = field(repr=False)
    path: str = "numpy"

    @cached_property
    def joints(self) -> Mapping[tuple[str, str], int]:
        """(need key, supply key) -> joint score, for each pair on either side's list."""
        needs, supplies = self.market.needs, self.market.supplies
        found = {}
        for side in (self.by_need, self.by_supply):
            rows = zip(side.lists.tolist(), side.others.tolist(), side.joints.tolist(), strict=True)
            for one, other, joint in rows:
                need, supply = (one, other) if side is self.by_need else (other, one)
                found[needs[need].key, supplies[supply].key] = joint
        return found

    def for_need(self, key: str) -> tuple[Pair, ...]:
        """The need's list, best first. Raises KeyError."""
        return tuple(self.pair(key, supply) for supply in self.by_need[key])

    def for_supply(self, key: str) -> tuple[Pair, ...]:
        """The supply's list, best first. Raises KeyError."""
        return tuple(self.pair(need, key) for need in self.by_supply[key])

    def pairs(self) -> Iterator[Pair]:
        """Every pair on either side's list, once, ordered by the keys."""
        for need, supply in sorted(self.joints):
            yield self.pair(need, supply)

    def pair(self, need: str, supply: str) -> Pair:
        """One listed pair with its parts and both ranks.

        Raises KeyError when it is on no list, ArithmeticError if the parts were ever to
        disagree with the score that made the list.
        """
        joint = self.joints[need, supply]
        pair = score(
            self.market.need(need),
            self.market.supply(supply),
            market=self.market,
            weights=self.weights,
        )
        if pair.joint != joint:
            raise ArithmeticError(f"{need} and {supply}: {pair.joint} in parts, {joint} in rows.")
        for_need, for_supply = self.ranks(need, supply)
        return replace(pair, rank_for_need=for_need, rank_for_supply=for_supply)

    def ranks(self, need: str, supply: str) -> tuple[int | None, int | None]:
        """The places of each on the other's list; None off it, and for keys that are not there."""
        return (
            self._places(self.by_need, need).get(supply),
            self._places(self.by_supply, supply).get(need),
        )

    def _places(self, lists: Lists, key: str) -> dict[str, int]:
        """The places on one list, kept for who asks for the next pair of it."""
        known = self._known[lists is self.by_need]
        found = known.get(key)
        if found is None:
            on = lists.get(key, ())
            found = known[key] = {other: place for place, other in enumerate(on, start=1)}
        return found

    @cached_property
    def _known(self) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]]:
        return {}, {}

    def only(self, stated: Stated) -> "Ranking":
        """The same, with no lists but those stated. Raises KeyError."""
        return replace(
            self,
            by_need=self.by_need.only(stated.needs),
            by_supply=self.by_supply.only(stated.supplies),
        )

    def as_dict(self) -> dict[str, object]:
        """The result as plain data, for the published instance format."""
        return {"top": self.top, "pairs": [pair_as_dict(pair) for pair in self.pairs()]}


def pair_as_dict(pair: Pair) -> dict[str, object]:
    """A pair as the format writes it."""
    found = plain(pair)
    for name in ("parts_need", "parts_supply", "adjustments"):
        found[name] = [plain(part) for part in found[name]]
    return found


Progress = Callable[[int, int], None]
