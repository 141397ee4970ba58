"""Which opportunities fit what was asked, how many would with another filter, and in what order."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from .columns import HOURS, VALUES
from .index import Index

SOON = {"week": 7, "month": 30}
ONE_VALUED = ("kind", "form", "sure", "pattern", "pay", "hours", "district")
MANY_VALUED = ("host", "theme", "priority", "node")
FAR = 99
MOST_SKILLS = 100

Mask = np.ndarray


class Look:
    """One question to the index: what may be shown at all, and the values asked for of each filter.

    Values are those of the address for kinds and the like, and keys for places, tags and skills.
    """

    def __init__(
        self,
        index: Index,
        asked: Mapping[str, Sequence[Any]],
        *,
        today: datetime.date,
        kind: str = "",
        ended: bool = False,
        among: Iterable[int] | None = None,
    ) -> None:
        self.index = index
        self.asked = {name: list(values) for name, values in asked.items() if values}
        self.today = today.toordinal()
        self.ended = ended
        every = np.ones(len(index), dtype=np.bool_)
        self.open = index.facts["open"] & (index.facts["closes"] >= self.today)
        if kind:
            every &= index.facts["kind"] == VALUES["kind"].index(kind)
        self.rank = None if among is None else {key: place for place, key in enumerate(among)}
        if self.rank is not None:
            every &= np.isin(index.keys, np.fromiter(self.rank, np.int64, len(self.rank)))
        self.every = every
        self.base = every if ended else every & self.open
        # A skill and the level it is asked at are one question.
        self.masks = {name: self._mask(name) for name in self.asked if name != "level"}
        if "level" in self.asked and "skill" not in self.asked:
            self.masks["skill"] = self._mask("skill")
        self.all = self._among("")

    def _among(self, leave_out: str) -> Mask:
        found = self.base
        for name, mask in self.masks.items():
            if name != leave_out:
                found = found & mask
        return found

    def _others(self, name: str) -> Mask:
        return self._among(name) if name in self.masks else self.all

    def _mask(self, name: str) -> Mask:
        index, values = self.index, self.asked.get(name, [])
        if name in ONE_VALUED:
            return _any_of(index.facts[name], [_code(name, value) for value in values])
        if name == "closing":
            days = max(SOON[value] for value in values)
            return self._closing(days)
        found = np.zeros(len(index), dtype=np.bool_)
        if name == "skill":
            found[index.rows["skill"][self._asking()]] = True
        else:
            codes = [_code(name, value) for value in values]
            found[index.rows[name][_any_of(index.tags[name], codes)]] = True
        return found

    def _asking(self, *, skills: bool = True, levels: bool = True) -> Mask:
        """Which requirements are of the skills and at the levels asked for."""
        index = self.index
        found = np.ones(len(index.levels), dtype=np.bool_)
        if skills and "skill" in self.asked:
            found &= _any_of(index.tags["skill"], self.asked["skill"])
        if levels and "level" in self.asked:
            found &= _any_of(index.levels, self.asked["level"])
        return found

    def _closing(self, days: int) -> Mask:
        closes = self.index.facts["closes"]
        return (closes >= self.today) & (closes <= self.today + days)

    def __len__(self) -> int:
        return int(np.count_nonzero(self.all))

    def counts(self, name: str) -> dict[Any, int]:
        """How many there would be with each value of a filter, under the other filters in force."""
        index = self.index
        if name == "closing":
            others = self._others(name)
            return {
                value: int(np.count_nonzero(others & self._closing(days)))
                for value, days in SOON.items()
            }
        if name == "level":
            return self._levels()
        others = self._others(name)
        if name in ONE_VALUED:
            codes = index.facts[name][others]
            return _named(name, np.bincount(codes[codes >= 0]))
        rows, tags = index.rows[name], index.tags[name]
        if name == "skill":
            fits = self._asking(skills=False)
            rows, tags = rows[fits], tags[fits]
        return _named(name, np.bincount(tags[others[rows]]))

    def _levels(self) -> dict[int, int]:
        others, fits = self._others("skill"), self._asking(levels=False)
        rows, levels = self.index.rows["skill"][fits], self.index.levels[fits]
        asked_at = np.zeros((5, len(self.index)), dtype=np.bool_)
        asked_at[levels, rows] = True
        return {level: int(np.count_nonzero(asked_at[level] & others)) for level in range(1, 5)}

    def endings(self) -> tuple[int, int]:
        """How many fit that are open, and that have ended, under the filters in force."""
        found = self.every
        for mask in self.masks.values():
            found = found & mask
        still = int(np.count_nonzero(found & self.open))
        return still, int(np.count_nonzero(found)) - still

    def ordered(
        self,
        sort: str,
        *,
        rings: Mapping[int, int] | None = None,
        scores: Mapping[int, int] | None = None,
        held: Sequence[int] = (),
    ) -> np.ndarray:
        """Keys of all that fit: ``new``, ``closing``, ``title``, ``best`` as searched, ``near`` or ``fits``.

        ``rings`` says how many borders away each place is; ``scores`` how well some fit the reader,
        and ``held`` which skills the reader has, for those without a score.
        """
        index = self.index
        if sort == "best" and self.rank is not None:
            keys = sorted(index.keys[self.all].tolist(), key=self.rank.__getitem__)
            return np.array(keys, dtype=np.int64)
        order = {"closing": "closing", "title": "titles"}.get(sort, "newest")
        rows = getattr(index, order)
        rows = rows[self.all[rows]]
        if sort == "near" and rings:
            rows = rows[np.argsort(self._away(rings)[rows], kind="stable")]
        if sort == "fits":
            rows = rows[np.argsort(-self._points(scores or {}, held)[rows], kind="stable")]
        return index.keys[rows]

    def _points(self, scores: Mapping[int, int], held: Sequence[int]) -> np.ndarray:
        """A figure for each: its score, and below all scores how many of its skills the reader has.

        Of 16 bits, because those are ordered in one pass.
        """
        index, size = self.index, len(self.index)
        asked = index.rows["skill"][_any_of(index.tags["skill"], held)]
        points = np.minimum(np.bincount(asked, minlength=size), MOST_SKILLS).astype(np.int16)
        keys = np.fromiter(scores, np.int64, len(scores))
        places = np.minimum(np.searchsorted(index.keys, keys), max(size - 1, 0))
        known = index.keys[places] == keys if size else np.zeros(0, dtype=np.bool_)
        values = np.fromiter(scores.values(), np.int16, len(scores))
        points[places[known]] = MOST_SKILLS + values[known]
        return points

    def _away(self, rings: Mapping[int, int]) -> np.ndarray:
        """Borders to each; what is remote is as near as the next place, what has no place is far.

        Of 16 bits, because those are ordered in one pass.
        """
        facts = self.index.facts
        far = np.full(max(*rings, int(facts["district"].max(initial=0))) + 1, FAR, dtype=np.int16)
        for place, ring in rings.items():
            far[place] = ring
        away = far[facts["district"]]
        remote = VALUES["pattern"].index("remote")
        return np.where(facts["pattern"] == remote, np.minimum(away, 1), away)


def _any_of(column: np.ndarray, values: Sequence[int]) -> Mask:
    """Where the column holds one of a few values: quicker one by one than as a set."""
    found = np.zeros(len(column), dtype=np.bool_)
    for value in values:
        found |= column == value
    return found


def _code(name: str, value: Any) -> int:
    if name == "hours":
        return [short for short, *_ in HOURS].index(value)
    return VALUES[name].index(value) if name in VALUES else int(value)


def _named(name: str, counted: np.ndarray) -> dict[Any, int]:
    places = np.flatnonzero(counted).tolist()
    if name == "hours":
        return {HOURS[place][0]: int(counted[place]) for place in places}
    if name in VALUES:
        return {VALUES[name][place]: int(counted[place]) for place in places}
    return {place: int(counted[place]) for place in places if place}
