"""The best of each list: keys compared first, lottery tickets drawn only where keys tie."""

import hashlib

import numpy as np

from .types import Market

BUFFER = 1_000_000
"""Entries held before the running lists are cut to length."""


def lottery(seed: int | str, need: str, supply: str) -> int:
    """The pair's ticket: the first eight bytes of SHA-256 over "seed|need|supply", low wins."""
    return int.from_bytes(hashlib.sha256(f"{seed}|{need}|{supply}".encode()).digest()[:8], "big")


class Tickets:
    """Lottery tickets for pairs given by their numbers."""

    def __init__(self, market: Market, seed: str) -> None:
        self._needs = [need.key for need in market.needs]
        self._supplies = [supply.key for supply in market.supplies]
        self._seed = seed

    def draw(self, needs: np.ndarray, columns: np.ndarray) -> np.ndarray:
        pairs = zip(needs.tolist(), columns.tolist(), strict=True)
        tickets = (lottery(self._seed, self._needs[n], self._supplies[c]) for n, c in pairs)
        return np.fromiter(tickets, dtype=np.uint64, count=len(needs))


def cut(
    groups: np.ndarray,
    keys: np.ndarray,
    needs: np.ndarray,
    columns: np.ndarray,
    top: int,
    tickets: Tickets,
) -> np.ndarray:
    """Positions of the ``top`` best entries of each group, group by group, best first.

    Tickets are drawn only for entries that tie with a neighbour and could still make the list.
    """
    order = np.lexsort((-keys, groups))
    g, k = groups[order], keys[order]
    if not len(order):
        return order
    starts = np.flatnonzero(np.r_[True, g[1:] != g[:-1]])
    sizes = np.diff(np.r_[starts, len(g)])
    last = k[starts + np.minimum(sizes, top) - 1]
    able = k >= np.repeat(last, sizes)
    order, g, k = order[able], g[able], k[able]
    same = (g[1:] == g[:-1]) & (k[1:] == k[:-1])
    tied = np.r_[False, same] | np.r_[same, False]
    if tied.any():
        drawn = np.zeros(len(order), dtype=np.uint64)
        drawn[tied] = tickets.draw(needs[order[tied]], columns[order[tied]])
        again = np.lexsort((columns[order], needs[order], drawn, -k, g))
        order, g = order[again], g[again]
    starts = np.flatnonzero(np.r_[True, g[1:] != g[:-1]])
    position = np.arange(len(g)) - np.repeat(starts, np.diff(np.r_[starts, len(g)]))
    return order[position < top]


class Best:
    """The running best needs of each supply, compacted whenever the buffer fills."""

    def __init__(self, top: int, tickets: Tickets, size: int) -> None:
        self.top = top
        self.tickets = tickets
        self.threshold = np.zeros(size, dtype=np.int64)
        self._columns: list[np.ndarray] = []
        self._needs: list[np.ndarray] = []
        self._keys: list[np.ndarray] = []
        self._waiting = 0

    def add(self, need: int, columns: np.ndarray, keys: np.ndarray) -> None:
        able = keys >= self.threshold[columns]
        columns, keys = columns[able], keys[able]
        self._columns.append(columns)
        self._needs.append(np.full(len(columns), need, dtype=np.int64))
        self._keys.append(keys)
        self._waiting += len(columns)
        if self._waiting > BUFFER:
            self._compact()

    def _compact(self) -> None:
        columns, needs, keys = (
            np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
            for rows in (self._columns, self._needs, self._keys)
        )
        order = cut(columns, keys, needs, columns, self.top, self.tickets)
        columns, needs, keys = columns[order], needs[order], keys[order]
        self._columns, self._needs, self._keys = [columns], [needs], [keys]
        self._waiting = 0
        full = np.bincount(columns, minlength=len(self.threshold)) >= self.top
        least = np.full(len(self.threshold), np.iinfo(np.int64).max)
        np.minimum.at(least, columns, keys)
        self.threshold = np.where(full, least, 0)

    def finish(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(columns, needs, keys), supply by supply, best first."""
        self._compact()
        return self._columns[0], self._needs[0], self._keys[0]
