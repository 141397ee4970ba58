"""The best of each list: keys compared first, lottery tickets drawn only where keys tie."""

from collections.abc import Iterable
from hashlib import sha256

import numpy as np

from .plan import SPARE
from .types import Market

BUFFER = 1 << 20
"""Entries that wait at most before the running lists are cut to length."""

USED_BITS = 10
"""Of a key, joint << 10 | levels used; nobody uses more levels than 200 requirements ask for."""

KEY_BITS = 24
NUMBER_BITS = 20
"""An entry is its list's number, its key and the other side's number, in 64 bits together."""

MOST_ROWS = 1 << NUMBER_BITS

_LIST = KEY_BITS + NUMBER_BITS
_GREATEST = (1 << KEY_BITS) - 1
_OTHER = MOST_ROWS - 1
_HALF = np.int64(MOST_ROWS // 2)
"""Taken off a list's number, so that all of them fit a signed number in order."""


def lottery(seed: int | str, need: str, supply: str) -> int:
    """The pair's ticket: the first eight bytes of SHA-256 over "seed|need|supply", low wins."""
    return int.from_bytes(sha256(f"{seed}|{need}|{supply}".encode()).digest()[:8], "big")


def drawn(texts: Iterable[bytes]) -> np.ndarray:
    """The tickets of texts as :func:`lottery` makes them; uint64."""
    digests = b"".join([sha256(text).digest() for text in texts])
    return np.frombuffer(digests, dtype=">u8")[::4].astype(np.uint64)


class Tickets:
    """Lottery tickets for pairs given by their numbers, columns counted from ``first``."""

    def __init__(self, market: Market, seed: str, first: int = 0) -> None:
        self._market = market
        self._seed = seed
        self._first = first

    def draw(self, needs: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The tickets, as :func:`lottery` draws them; uint64."""
        asking, others = self._market.needs, self._market.supplies
        heads = {n: f"{self._seed}|{asking[n].key}|".encode() for n in np.unique(needs).tolist()}
        columns = columns + self._first
        tails = {c: others[c].key.encode() for c in np.unique(columns).tolist()}
        pairs = zip(needs.tolist(), columns.tolist(), strict=True)
        return drawn(heads[n] + tails[c] for n, c in pairs)


class Best:
    """The running best of many lists, cut to length whenever enough entries wait.

    Lists are needs, and what is on them columns, or the other way round. An entry is kept as one
    number, so that sorting the numbers puts list by list the best first.
    """

    def __init__(self, top: int, tickets: Tickets, lists: int, *, of_needs: bool) -> None:
        self.top = top
        self.least = np.zeros(lists, dtype=np.int64)
        """The key of the last place of each list, 0 while it has room."""
        self._tickets = tickets
        self._of_needs = of_needs
        self._kept: list[np.ndarray] = []
        self._waiting = 0
        self._cut_at = BUFFER

    def add(self, lists: np.ndarray, others: np.ndarray, keys: np.ndarray) -> None:
        """Entries, but for those that cannot reach their list any more."""
        able = np.flatnonzero(keys >= self.least[lists])
        lists, others, keys = lists[able], others[able], keys[able]
        self._kept.append((lists - _HALF) << _LIST | (_GREATEST - keys) << NUMBER_BITS | others)
        self._waiting += len(keys)
        if self._waiting > self._cut_at:
            self.cut()

    def cut(self) -> None:
        """Keep the best of each list, and whoever ties with its last place."""
        kept = np.concatenate([np.zeros(0, dtype=np.int64), *self._kept])
        kept.sort()
        if len(kept):
            kept = self._shorten(kept)
            if len(kept) > self._cut_at:
                kept = self._settle(kept)
        self._kept = [kept]
        self._waiting = 0
        # Let the lists grow by half between two cuts, so that cutting costs no more than adding.
        self._cut_at = max(BUFFER, len(kept) // 2)

    def _shorten(self, kept: np.ndarray) -> np.ndarray:
        """Drop who is below the last place of a full list."""
        keyed = kept >> NUMBER_BITS
        starts, sizes = _runs(keyed >> KEY_BITS)
        last = keyed[starts + np.minimum(sizes, self.top) - 1]
        full = sizes >= self.top
        self.least[(last[full] >> KEY_BITS) + _HALF] = _GREATEST - (last[full] & _GREATEST)
        return kept[keyed <= np.repeat(last, sizes)]

    def _settle(self, kept: np.ndarray) -> np.ndarray:
        """Put entries with equal keys into the lottery's order, and cut to length."""
        keyed = kept >> NUMBER_BITS
        ties, lengths = _runs(keyed)
        if len(ties) < len(kept):
            tied = np.flatnonzero(np.repeat(lengths > 1, lengths))
            some = kept[tied]
            lists, others = (some >> _LIST) + _HALF, some & _OTHER
            pair = (lists, others) if self._of_needs else (others, lists)
            run = np.repeat(ties, lengths)[tied]
            kept[tied] = some[np.lexsort((others, self._tickets.draw(*pair), run))]
        starts, sizes = _runs(keyed >> KEY_BITS)
        return kept[np.arange(len(kept)) - np.repeat(starts, sizes) < self.top]

    def finish(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(lists, others, keys), list by list, best first."""
        self.cut()
        kept = self._kept[0]
        if len(kept):
            kept = self._settle(kept)
        keys = _GREATEST - (kept >> NUMBER_BITS & _GREATEST)
        return (kept >> _LIST) + _HALF, kept & _OTHER, keys


class Shortlist:
    """Who may be on many supplies' lists, as far as bounds can tell.

    A bound stands above the score by ``slack`` at most, so whoever is further than that below the
    last place of a list of bounds is not on the list.
    """

    def __init__(self, top: int, slack: int, lists: int) -> None:
        self.floors = np.full(lists, SPARE, dtype=np.float32)
        """Bounds above this may still reach each list."""
        self._top = top
        self._slack = slack
        self._kept: list[np.ndarray] = []

    def add(self, columns: np.ndarray, need: int, bounds: np.ndarray) -> None:
        self._kept.append((columns << KEY_BITS | _GREATEST - bounds) << NUMBER_BITS | need)

    def cut(self) -> None:
        """Drop who is too far below."""
        kept = np.concatenate([np.zeros(0, dtype=np.int64), *self._kept])
        kept.sort()
        if len(kept):
            bounds = _GREATEST - (kept >> NUMBER_BITS & _GREATEST)
            columns = kept >> _LIST
            starts, sizes = _runs(columns)
            full = sizes >= self._top
            last = bounds[starts[full] + self._top - 1] - self._slack
            self.floors[columns[starts[full]]] = np.maximum(SPARE, last - 1)
            kept = kept[bounds > self.floors[columns]]
        self._kept = [kept]

    def finish(self) -> np.ndarray:
        """need << 20 | column of those left."""
        self.cut()
        kept = self._kept[0]
        return (kept & _OTHER) << NUMBER_BITS | kept >> _LIST


def _runs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each run of equal values starts, and how long it is; ``values`` is not empty."""
    edges = np.flatnonzero(values[1:] != values[:-1]) + 1
    bounds = np.concatenate(([0], edges, [len(values)]))
    return bounds[:-1], np.diff(bounds)
