"""An exchange as arrays: one entry per arc that may still be used.

Organisations, offers, needs and arcs are numbered in the order of their keys. Capacities are what
kept rings leave; an arc with nothing left at one of its ends is gone, so is a declined one.
"""

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from .types import Arc, ArcKey, Exchange


def lottery(seed: int | str, offer: str, need: str) -> tuple[int, int]:
    """An arc's two tickets: one more than each of the first two bytes of SHA-256 over
    "seed|offer|need". High wins, and the second is for those whom the first leaves equal.
    """
    drawn = hashlib.sha256(f"{seed}|{offer}|{need}".encode()).digest()
    return 1 + drawn[0], 1 + drawn[1]


class Graph:
    """Arcs as numbers. ``giver`` and ``taker`` are organisations, ``value`` and the rest per arc."""

    def __init__(
        self,
        exchange: Exchange,
        *,
        seed: int | str,
        kept: Iterable[Sequence[ArcKey]] = (),
        declined: Collection[ArcKey] = (),
    ) -> None:
        self.exchange = exchange
        self.number = {row.key: i for i, row in enumerate(exchange.organisations)}
        self._offers = {row.key: i for i, row in enumerate(exchange.offers)}
        self._needs = {row.key: i for i, row in enumerate(exchange.needs)}
        self.by_key = {arc.key: arc for arc in exchange.arcs}
        self.capacity = _integers(row.capacity for row in exchange.organisations)
        self.offer_capacity = _integers(row.capacity for row in exchange.offers)
        self.need_capacity = _integers(row.capacity for row in exchange.needs)
        self._giver = _integers(self.number[row.organisation] for row in exchange.offers)
        self._taker = _integers(self.number[row.organisation] for row in exchange.needs)
        self._ahead: dict[int, list[tuple[int, int]]] | None = None
        for arcs in kept:
            self._keep(arcs)
        self._number_arcs([arc for arc in exchange.arcs if arc.key not in declined], seed)

    def _number_arcs(self, arcs: list[Arc], seed: int | str) -> None:
        offer = _integers(self._offers[arc.offer] for arc in arcs)
        need = _integers(self._needs[arc.need] for arc in arcs)
        able = (
            (self.offer_capacity[offer] > 0)
            & (self.need_capacity[need] > 0)
            & (self.capacity[self._giver[offer]] > 0)
            & (self.capacity[self._taker[need]] > 0)
        )
        self.arcs = [arc for arc, use in zip(arcs, able.tolist(), strict=True) if use]
        self.offer, self.need = offer[able], need[able]
        self.giver, self.taker = self._giver[self.offer], self._taker[self.need]
        helped = _integers(row.never_helped for row in self.exchange.organisations)
        gifts = _integers(row.gift for row in self.exchange.offers)
        self.gift = gifts[self.offer] > 0
        self.value = _integers(arc.value for arc in self.arcs)
        self.new_link = _integers(arc.new_link for arc in self.arcs)
        self.never_helped = helped[self.taker]
        drawn = [lottery(seed, arc.offer, arc.need) for arc in self.arcs]
        self.ticket = _integers(first for first, _ in drawn)
        self.second_ticket = _integers(second for _, second in drawn)

    def _from(self, giver: int) -> list[tuple[int, int]]:
        """(arc, taker) of everything that an organisation can give."""
        if self._ahead is None:
            self._ahead = defaultdict(list)
            ends = zip(self.giver.tolist(), self.taker.tolist(), strict=True)
            for arc, (start, taker) in enumerate(ends):
                self._ahead[start].append((arc, taker))
        return self._ahead[giver]

    def best_between(self, organisations: Collection[int]) -> dict[tuple[int, int], int]:
        """Among these, the most valuable arc from each giver to each taker."""
        some = frozenset(organisations)
        among = (arc for giver in sorted(some) for arc, taker in self._from(giver) if taker in some)
        best: dict[tuple[int, int], int] = {}
        for arc in among:
            pair = int(self.giver[arc]), int(self.taker[arc])
            old = best.setdefault(pair, arc)
            if (self.value[arc], self.ticket[arc]) > (self.value[old], self.ticket[old]):
                best[pair] = arc
        return best

    def ends(self, key: ArcKey) -> tuple[int, int]:
        """Giver and taker of an arc of the exchange, usable or not."""
        return int(self._giver[self._offers[key[0]]]), int(self._taker[self._needs[key[1]]])

    def _keep(self, arcs: Sequence[ArcKey]) -> None:
        """Take a kept ring or chain off the capacities. Raises ValueError when it cannot be one."""
        for key in arcs:
            if key not in self.by_key:
                raise ValueError(f"kept: arc {key!r} is not among the rows.")
        ends = [self.ends(key) for key in arcs]
        closed = self.closes(arcs)
        if not ends or any(a[1] != b[0] for a, b in itertools.pairwise(ends)):
            raise ValueError(f"kept: {list(arcs)!r} is neither a ring nor a chain.")
        if not closed and not self.exchange.offers[self._offers[arcs[0][0]]].gift:
            raise ValueError(f"kept: {list(arcs)!r} neither closes nor starts with a gift.")
        for (offer, need), (_giver, taker) in zip(arcs, ends, strict=True):
            self.offer_capacity[self._offers[offer]] -= 1
            self.need_capacity[self._needs[need]] -= 1
            self.capacity[taker] -= 1
        if not closed:
            self.capacity[ends[0][0]] -= 1
        for name, left in (
            ("organisation", self.capacity),
            ("offer", self.offer_capacity),
            ("need", self.need_capacity),
        ):
            if len(left) and left.min() < 0:
                row = getattr(self.exchange, name + "s")[int(left.argmin())]
                raise ValueError(f"kept: {name} {row.key!r} is used beyond its capacity.")

    def closes(self, arcs: Sequence[ArcKey]) -> bool:
        """True when these arcs come back to the first giver."""
        return bool(arcs) and self.ends(arcs[-1])[1] == self.ends(arcs[0])[0]


def _integers(values: Iterable[int]) -> np.ndarray:
    return np.fromiter(values, dtype=np.int64)
