"""A resident index: one changed need or supply at a time, with the same answer as a full run.

The index keeps the lists of both sides and what scoring needs of every row, so that one change
costs one row against all the others. Each edit says whose lists changed by it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from . import compiled
from .instances import digest
from .lists import USED_BITS, drawn
from .ranking import Lists, Progress, Ranking
from .refusals import check_question
from .scoring import rank
from .segments import NeedSegments, SupplySegments
from .shelves import Shelves
from .shelving import NUMPY
from .tables import Table
from .types import Market, Need, Supply
from .weights import Weights

KEPT = 2
"""Lists are kept so many times as long as they are served."""


@dataclass(frozen=True)
class Changed:
    """Whose lists are not what they were: keys of needs and of supplies, in order.

    ``row`` is the key of the row that was edited; it is named where its own list changed.
    """

    row: str
    needs: tuple[str, ...]
    supplies: tuple[str, ...]


class Index:
    """A market and its lists, edited one row at a time.

    Weights, seed, today and affinities are those of the market it was made from; when one of them
    changes, or :attr:`fingerprint` is not that of the rows any more, make a new index.
    """

    def __init__(
        self,
        market: Market,
        *,
        weights: Weights,
        seed: int | str,
        today: date,
        top: int = 20,
        fast: bool | None = None,
        time_limit: float | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Ranks the market, as long as :func:`rank` may take for it."""
        check_question(top, today, time_limit)
        pairs = len(market.needs) * len(market.supplies)
        self._loops = compiled.compile_kernels() if compiled.wanted(pairs, fast) else None
        self.weights = weights
        self.seed = str(seed)
        self.today = today
        self.top = top
        self.affinity = market.affinity
        self._refused = set(market.refused)
        self._conflicts = set(market.conflicts)
        self._needs, self._supplies = Table(market.needs), Table(market.supplies)
        self._need_segments = NeedSegments(
            market.needs, market.affine, weights=weights, today=today
        )
        self._supply_segments = SupplySegments(
            market.supplies, market.affine, weights=weights, today=today
        )
        keep = KEPT * top
        sizes = {"top": top, "keep": keep}
        moves = self._loops.moves if self._loops else NUMPY
        self._of_needs = Shelves(len(market.needs), draw=self._draw, moves=moves, **sizes)
        self._of_supplies = Shelves(
            len(market.supplies),
            draw=lambda rows, others: self._draw(others, rows),
            moves=moves,
            **sizes,
        )
        ranking = rank(
            market, weights=weights, seed=seed, today=today, top=keep, fast=fast,
            time_limit=time_limit, progress=progress,
        )  # fmt: skip
        self.path = ranking.path
        """What does the arithmetic of the first lists and of edits."""
        for shelves, lists in (
            (self._of_needs, ranking.by_need),
            (self._of_supplies, ranking.by_supply),
        ):
            shelves.set(lists.lists, lists.others, lists.scores)

    def market(self) -> Market:
        """The market as it stands after the edits."""
        return Market(
            needs=tuple(self._needs.there()),
            supplies=tuple(self._supplies.there()),
            affinity=self.affinity,
            refused=frozenset(self._refused),
            conflicts=frozenset(self._conflicts),
        )

    def ranking(self) -> Ranking:
        """What a full run over the market as it stands answers."""
        market = self.market()
        of_needs, of_supplies = (
            self._needs.order(market.needs),
            self._supplies.order(market.supplies),
        )
        return Ranking(
            market=market,
            weights=self.weights,
            seed=self.seed,
            today=self.today,
            top=self.top,
            by_need=self._lists(
                self._of_needs, of_needs, of_supplies, market.needs, market.supplies
            ),
            by_supply=self._lists(
                self._of_supplies, of_supplies, of_needs, market.supplies, market.needs
            ),
            path=self.path,
        )

    @staticmethod
    def _lists(shelves: Shelves, own, their, rows, others) -> Lists:
        """The lists of ``rows``, which have the numbers ``own``; those on them, ``their``."""
        place = np.zeros(int(their.max(initial=-1)) + 1, dtype=np.int64)
        place[their] = np.arange(len(their))
        keys = shelves.keys[own, : shelves.top]
        listed = keys > 0
        on = place[shelves.others[own, : shelves.top][listed]]
        return Lists(rows, others, np.nonzero(listed)[0], on, keys[listed])

    @property
    def fingerprint(self) -> str:
        """The digest of the facts as the index has them; of other rows it is another one."""
        return digest(self.market(), weights=self.weights, seed=self.seed, today=self.today)

    def for_need(self, key: str) -> tuple[str, ...]:
        """The need's list, best first. Raises KeyError."""
        return self._shown(self._of_needs, self._needs.number[key], self._supplies)

    def for_supply(self, key: str) -> tuple[str, ...]:
        """The supply's list, best first. Raises KeyError."""
        return self._shown(self._of_supplies, self._supplies.number[key], self._needs)

    def joints(self, key: str, *, side: str) -> tuple[int, ...]:
        """The joint scores along a list; ``side`` is need or supply. Raises KeyError."""
        shelves, table = (
            (self._of_needs, self._needs) if side == "need" else (self._of_supplies, self._supplies)
        )
        keys = shelves.keys[table.number[key], : self.top]
        return tuple((keys[keys > 0] >> USED_BITS).tolist())

    def put_need(self, need: Need) -> Changed:
        """A new need, or one in place of the old one with its key."""
        number = self._needs.put(need)
        self._of_needs.grow(len(self._needs.rows))
        self._need_segments.put(number, need)
        return self._edit(need.key, "need", number, *self._score_need(number))

    def put_supply(self, supply: Supply) -> Changed:
        """A new supply, or one in place of the old one with its key."""
        number = self._supplies.put(supply)
        self._of_supplies.grow(len(self._supplies.rows))
        self._supply_segments.put(number, supply)
        return self._edit(supply.key, "supply", number, *self._score_supply(number))

    def drop_need(self, key: str) -> Changed:
        """Take a need away. Raises KeyError."""
        number = self._needs.number[key]
        self._need_segments.drop(number)
        changed = self._edit(key, "need", number, _NONE, _NONE)
        self._needs.drop(key)
        return changed

    def drop_supply(self, key: str) -> Changed:
        """Take a supply away. Raises KeyError."""
        number = self._supplies.number[key]
        self._supply_segments.drop(number)
        changed = self._edit(key, "supply", number, _NONE, _NONE)
        self._supplies.drop(key)
        return changed

    def keep_apart(
        self, *, refused: Collection[tuple[str, str]], conflicts: Collection[tuple[str, str]]
    ) -> Changed:
        """These refusals and relations, in place of those there were; ``row`` is empty."""
        moved = {supply for _, supply in self._refused ^ set(refused)}
        moved |= {supply for _, supply in self._conflicts ^ set(conflicts)}
        self._refused, self._conflicts = set(refused), set(conflicts)
        needs: set[str] = set()
        supplies: set[str] = set()
        for key in sorted(moved & self._supplies.number.keys()):
            changed = self._rescore(key)
            needs.update(changed.needs)
            supplies.update(changed.supplies)
        return Changed("", tuple(sorted(needs)), tuple(sorted(supplies)))

    def refuse(self, need: str, supply: str) -> Changed:
        """One of the two said no. Raises KeyError for an unknown supply."""
        self._refused.add((need, supply))
        return self._rescore(supply)

    def declare(self, organisation: str, supply: str) -> Changed:
        """A relation was declared. Raises KeyError for an unknown supply."""
        self._conflicts.add((organisation, supply))
        return self._rescore(supply)

    def _rescore(self, key: str) -> Changed:
        number = self._supplies.number[key]
        return self._edit(key, "supply", number, *self._score_supply(number))

    def _edit(self, key: str, side: str, row: int, others, keys) -> Changed:
        """Give a row its list, and put it on the lists of all the others, or take it off."""
        own, their = (
            (self._of_needs, self._of_supplies)
            if side == "need"
            else (self._of_supplies, self._of_needs)
        )
        me = np.array([row])
        own_before = own.served(me)
        held = their.holding(row)
        # Further down a list than what it serves, nobody sees a change, unless it runs dry.
        seen = np.union1d(
            held[(their.others[held, : their.top] == row).any(axis=1)],
            others[keys >= their.keys[others, their.top - 1]],
        )
        before = their.served(seen)
        their.remove(held, row)
        near = keys >= their.last[others]
        their.insert(others[near], row, keys[near])
        own.fill(row, others, keys)
        for dry in their.dry(held).tolist():
            score = self._score_supply if side == "need" else self._score_need
            their.fill(dry, *score(dry))
        changed = seen[(before != their.served(seen)).any(axis=1)]
        table = self._supplies if side == "need" else self._needs
        names = tuple(sorted(table.rows[number].key for number in changed.tolist()))
        mine = (key,) if (own_before != own.served(me)).any() else ()
        return Changed(key, mine, names) if side == "need" else Changed(key, names, mine)

    def _score_need(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        need = self._needs.rows[number]
        names = {supply for key, supply in self._refused if key == need.key}
        names |= {supply for key, supply in self._conflicts if key == need.organisation}
        shut = [n for name in names if (n := self._supplies.number.get(name)) is not None]
        supplies, keys = self._supply_segments.score(
            need,
            keep=self._of_needs.keep + len(shut),
            floors=self._of_supplies.floors,
            loops=self._loops,
        )
        return self._without(supplies, keys, shut)

    def _score_supply(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        key = self._supplies.rows[number].key
        needs, keys = self._need_segments.score(self._supplies.rows[number])
        refused = {need for need, supply in self._refused if supply == key}
        shut = [self._needs.number.get(need, -1) for need in refused]
        related = {organisation for organisation, supply in self._conflicts if supply == key}
        if related:
            rows = self._needs.rows
            shut += [n for n in needs.tolist() if rows[n].organisation in related]
        return self._without(needs, keys, shut)

    @staticmethod
    def _without(others, keys, shut: list[int]) -> tuple[np.ndarray, np.ndarray]:
        if not shut:
            return others, keys
        stay = ~np.isin(others, shut)
        return others[stay], keys[stay]

    def _draw(self, needs: np.ndarray, supplies: np.ndarray) -> np.ndarray:
        asking, giving = self._needs.rows, self._supplies.rows
        heads = {n: f"{self.seed}|{asking[n].key}|".encode() for n in set(needs.tolist())}
        pairs = zip(needs.tolist(), supplies.tolist(), strict=True)
        return drawn(heads[n] + giving[s].key.encode() for n, s in pairs)

    @staticmethod
    def _shown(shelves: Shelves, number: int, table: Table) -> tuple[str, ...]:
        others = shelves.others[number, : shelves.top]
        return tuple(table.rows[other].key for other in others[others >= 0].tolist())


_NONE = np.zeros(0, dtype=np.int64)
