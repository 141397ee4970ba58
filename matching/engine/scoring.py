"""``rank``: who should talk to whom.

One need at a time against every supply, in numpy, keeping the best of each side. Everything is
an integer; ties are cut by levels used, then by a lottery. Reference for the reciprocal harmonic
mean: Pizzato, Rej, Chung, Koprinska and Kay, "RECON", RecSys 2010.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date

import numpy as np

from .encode import Encoded
from .features import load_permille, score, shares, step_credit
from .gates import needed_level
from .lists import Best, Tickets, cut
from .types import SCALE, Market, Need, Pair
from .weights import Weights

_USED_BITS = 12
_CLOSED = -(1 << 40)


@dataclass(frozen=True)
class Ranking:
    """Both sides' lists. Pairs are made when asked for, with all their parts.

    ``by_need`` and ``by_supply`` map a key to the other side's keys, best first; a key without
    any match has an empty list.
    """

    market: Market = field(repr=False)
    weights: Weights = field(repr=False)
    seed: str
    today: date
    top: int
    by_need: Mapping[str, tuple[str, ...]] = field(repr=False)
    by_supply: Mapping[str, tuple[str, ...]] = field(repr=False)
    joints: Mapping[tuple[str, str], int] = field(repr=False)

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
        return replace(
            pair,
            rank_for_need=_place(self.by_need[need], supply),
            rank_for_supply=_place(self.by_supply[supply], need),
        )

    def as_dict(self) -> dict[str, object]:
        """The result as plain data, for the published instance format."""
        return {"top": self.top, "pairs": [asdict(pair) for pair in self.pairs()]}


def _place(keys: tuple[str, ...], key: str) -> int | None:
    return keys.index(key) + 1 if key in keys else None


def rank(
    market: Market,
    *,
    weights: Weights,
    seed: int | str,
    today: date,
    top: int = 20,
    progress: Callable[[int, int], None] | None = None,
) -> Ranking:
    """Score every need against every supply and keep the best ``top`` of each side.

    Time is proportional to needs x supplies (about a millisecond a need for 10,000 supplies);
    memory to supplies x (distinct skill and level asked + top). ``progress`` is called with
    (needs done, needs) after each need. Raises ValueError for ``top`` below 1.
    """
    if top < 1:
        raise ValueError("A list has at least one place.")
    seed = str(seed)
    encoded = Encoded(market, weights=weights, today=today)
    rows = _Rows(encoded, today=today)
    tickets = Tickets(market, seed)
    best_of_supply = Best(top, tickets, encoded.size)
    kept_need: list[tuple[str, ...]] = []
    joints: dict[tuple[str, str], int] = {}
    supplies = market.supplies

    for number, need in enumerate(market.needs):
        columns, keys = rows.score(need)
        best_of_supply.add(number, columns, keys)
        if len(keys) > top:
            threshold = np.partition(keys, len(keys) - top)[len(keys) - top]
            near = keys >= threshold
            columns, keys = columns[near], keys[near]
        numbers = np.full(len(keys), number, dtype=np.int64)
        order = cut(numbers, keys, numbers, columns, top, tickets)
        names = tuple(supplies[column].key for column in columns[order].tolist())
        kept_need.append(names)
        for name, key in zip(names, keys[order].tolist(), strict=True):
            joints[need.key, name] = key >> _USED_BITS
        if progress:
            progress(number + 1, len(market.needs))

    columns, needs, keys = best_of_supply.finish()
    by_supply: dict[str, list[str]] = {supply.key: [] for supply in supplies}
    for column, number, key in zip(columns.tolist(), needs.tolist(), keys.tolist(), strict=True):
        need_key, supply_key = market.needs[number].key, supplies[column].key
        by_supply[supply_key].append(need_key)
        joints[need_key, supply_key] = key >> _USED_BITS
    return Ranking(
        market=market,
        weights=weights,
        seed=seed,
        today=today,
        top=top,
        by_need=dict(zip((need.key for need in market.needs), kept_need, strict=True)),
        by_supply={key: tuple(names) for key, names in by_supply.items()},
        joints=joints,
    )


class _Rows:
    """Scores one need against all supplies."""

    def __init__(self, encoded: Encoded, *, today: date) -> None:
        self.e = encoded
        self.today = today
        self.refused: dict[str, list[int]] = {}
        self.conflicts: dict[str, list[int]] = {}
        for found, pairs in (
            (self.refused, encoded.market.refused),
            (self.conflicts, encoded.market.conflicts),
        ):
            for key, supply in pairs:
                if supply in encoded.columns:
                    found.setdefault(key, []).append(encoded.columns[supply])

    def score(self, need: Need) -> tuple[np.ndarray, np.ndarray]:
        """Columns that pass every gate and both floors, ascending, and their keys.

        A key is joint << 12 | levels used, int64.
        """
        nothing = np.zeros(0, dtype=np.int64)
        if need.seats_left < 1:
            return nothing, nothing
        w = self.e.weights
        columns = np.flatnonzero(self._open(need))
        fit_used = self._fit(need, columns)
        enough = fit_used >= w.least_fit << _USED_BITS
        columns, fit_used = columns[enough], fit_used[enough]
        benefit = self._benefit(need, columns)
        gained = benefit > 0
        if not gained.all():
            columns, fit_used, benefit = columns[gained], fit_used[gained], benefit[gained]
        joint = self._joint(need, columns, fit_used >> _USED_BITS, benefit)
        return columns, joint << _USED_BITS | fit_used & ((1 << _USED_BITS) - 1)

    def _fit(self, need: Need, columns: np.ndarray) -> np.ndarray:
        """fit << 12 | used for each column, far below zero where an essential gate is shut."""
        e, w = self.e, self.e.weights
        if not need.requirements:
            return np.full(len(columns), w.no_requirements << _USED_BITS, dtype=np.int64)
        total = np.zeros(len(columns), dtype=np.int64)
        split = shares(need.requirements, w.essential_share, w.desirable_share)
        for requirement, share in zip(need.requirements, split, strict=True):
            row = e.skill_row(requirement.skill, requirement.level)
            worth = (share * row.credit // (1000 * requirement.level)) << _USED_BITS | row.used
            if requirement.essential:
                worth[row.gate < needed_level(requirement.level, w)] = _CLOSED
            total += worth[row.of[columns]]
        return total

    def _open(self, need: Need) -> np.ndarray:
        """Whether each supply passes the gates other than the essential skills."""
        e, w = self.e, self.e.weights
        starts = max(need.starts or self.today, self.today).toordinal()
        ends = (need.ends or date.max).toordinal()
        required = 1
        if need.ends is not None:
            if ends < starts:
                return np.zeros(e.size, dtype=bool)
            required = max(1, -(-(ends - starts + 1) * w.dates_overlap // 1000))
        both = np.minimum(e.last, ends) - np.maximum(e.first, starts) + 1
        passes = e.free & (both >= required)
        if need.pattern != "remote" and need.place is not None:
            near = e.placeless | e.remote if need.pattern == "hybrid" else e.placeless.copy()
            near[e.placed[need.place]] = True
            passes &= near
        if need.stages:
            eligible = ~e.person
            for stage in need.stages:
                eligible[e.at_stage[stage]] = True
            passes &= eligible
        if "person" not in need.accepts:
            passes &= ~e.person
        if "offer" not in need.accepts:
            passes &= e.person
        if need.hours is not None:
            passes &= (e.hours < 0) | (e.hours * 1000 >= need.hours * w.hours_enough)
        passes[e.member_of[need.organisation]] = False
        passes[self.refused.get(need.key, [])] = False
        passes[self.conflicts.get(need.organisation, [])] = False
        return passes

    def _benefit(self, need: Need, columns: np.ndarray) -> np.ndarray:
        """What each of the columns gains, in points."""
        e, w = self.e, self.e.weights
        paid = max(w.pay(need.pay), w.credit if "credit" in need.gives_back else 0)
        by_kind = np.array([e.points("reward", w.neutral), e.points("reward", paid)])
        total = e.base[columns] + by_kind[e.person[columns].view(np.int8)]
        known = np.zeros(e.size, dtype=bool)
        known[e.known_to[need.organisation]] = True
        total[known[columns]] += e.points("new_link", w.known_link) - w.new_link
        total += self._growth(need)[columns]
        total += self._met("returns", e.asking, need.gives_back, e.asks_cap, columns)
        if need.themes:
            total += self._met("themes", e.themed, need.themes, e.themes_cap, columns)
        else:
            total += e.themeless_need[columns]
        return total

    def _growth(self, need: Need) -> np.ndarray:
        """Points of growth for every supply, beyond the neutral ones in ``base``."""
        e, w = self.e, self.e.weights
        grown = np.zeros(e.size, dtype=np.int64)
        for requirement in need.requirements:
            if requirement.skill in e.wishes:
                wishing, held = e.wishes[requirement.skill]
                worth = np.array([step_credit(requirement.level, h, w) for h in range(4)])
                grown[wishing] += worth[held]
        some = np.flatnonzero(grown)
        value = np.minimum(SCALE, SCALE * grown[some] // (1000 * e.growth_cap[some]))
        grown[some] = w.growth * value // SCALE
        return grown

    def _met(self, part: str, postings, values, cap, columns) -> np.ndarray:
        """Points for the values met, looked up by how many were hoped for and met."""
        e = self.e
        most = getattr(e.weights, f"enough_{part}")
        table = np.zeros((most + 1, most + 1), dtype=np.int64)
        for hoped in range(1, most + 1):
            for met in range(most + 1):
                table[hoped, met] = e.points(part, SCALE * min(met, hoped) // hoped)
        found = np.zeros(e.size, dtype=np.int64)
        for value in values:
            found[postings[value]] += 1
        return table[cap[columns], np.minimum(found[columns], most)]

    def _joint(self, need: Need, columns, fit, benefit) -> np.ndarray:
        e, w = self.e, self.e.weights
        harmonic = 2 * fit * benefit // (fit + benefit)
        joint = harmonic - harmonic * load_permille(need.pending, w) // 1000
        joint -= harmonic * e.load[columns] // 1000
        for name in ("never_helped", "underserved"):
            if getattr(need, name):
                joint += np.minimum(harmonic * getattr(w, name) // 1000, SCALE - joint)
        return joint
