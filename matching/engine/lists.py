"""The best of each list: keys compared first, lottery tickets drawn only where keys tie."""

import hashlib

import numpy as np

from .types import Market

BUFFER = 1_000_000
"""Entries held before the running lists are cut to length."""

KEY_BITS = 27
"""A key (joint << 12 | levels used) is shorter than this."""


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
    if not len(keys):
        return np.zeros(0, dtype=np.int64)
    order = np.argsort(groups << KEY_BITS | ((1 << KEY_BITS) - 1 - keys))
    g, k = groups[order], keys[order]
    starts, sizes = _runs(g)
    last = k[starts + np.minimum(sizes, top) - 1]
    able = k >= np.repeat(last, sizes)
    order, g, k = order[able], g[able], k[able]
    ties, lengths = _runs(g << KEY_BITS | k)
    tied = np.flatnonzero(np.repeat(lengths > 1, lengths))
    if len(tied):
        run = np.repeat(ties, lengths)[tied]
        some = order[tied]
        drawn = tickets.draw(needs[some], columns[some])
        order[tied] = some[np.lexsort((columns[some], needs[some], drawn, run))]
    starts, sizes = _runs(g)
    position = np.arange(len(g)) - np.repeat(starts, sizes)
    return order[position < top]


def _runs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each run of equal values starts, and how long it is; ``values`` is not empty."""
    edges = np.flatnonzero(values[1:] != values[:-1]) + 1
    bounds = np.concatenate(([0], edges, [len(values)]))
    return bounds[:-1], np.diff(bounds)


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
