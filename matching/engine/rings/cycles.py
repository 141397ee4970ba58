"""Every ring of two to four arcs, as arrays of arc numbers.

A ring is counted once, from its smallest organisation, so all others on it are larger. A path
from the start is only carried on towards organisations from which the start can still be reached
in the arcs that remain (backward-distance pruning, Abraham, Blum and Sandholm 2007): for four
arcs, the two-arc paths out of the start meet the two-arc paths back to it in the middle.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from .graph import Graph

CHUNK = 2_000_000
"""Paths, or rings before repeats are taken out, that are held at once."""

MOST_RINGS = 3_000_000
"""Rings after which the enumeration stops and says that it is not complete."""


@dataclass(frozen=True)
class Rings:
    """``found[n]``: the rings of n arcs, one a row, in the order in which they give."""

    found: dict[int, np.ndarray]
    complete: bool


def enumerate_rings(graph: Graph, *, longest: int, stop: Callable[[], bool]) -> Rings:
    """All rings of up to ``longest`` arcs, short ones first, until ``stop`` says so."""
    arcs = _Arcs(graph)
    found, total, complete = {}, 0, True
    for length, source in ((2, arcs.twos), (3, arcs.threes), (4, arcs.fours)):
        parts = [np.zeros((0, length), dtype=np.int64)]
        if length <= longest:
            for part in source():
                parts.append(part)
                total += len(part)
                if total > MOST_RINGS or stop():
                    complete = False
                    break
        found[length] = np.concatenate(parts)
        if not complete:
            break
    return Rings(found, complete)


class _Arcs:
    """The arcs, findable by giver, by taker and by both."""

    def __init__(self, graph: Graph) -> None:
        self.size = len(graph.capacity)
        self.giver, self.taker = graph.giver, graph.taker
        self._by_giver = np.argsort(self.giver, kind="stable")
        self._by_taker = np.argsort(self.taker, kind="stable")
        bounds = np.arange(self.size + 1)
        self._out = np.searchsorted(self.giver[self._by_giver], bounds)
        self._into = np.searchsorted(self.taker[self._by_taker], bounds)
        keys = self.giver * self.size + self.taker
        self._by_both = np.argsort(keys, kind="stable")
        self._keys = keys[self._by_both]

    def twos(self) -> Iterator[np.ndarray]:
        up = np.flatnonzero(self.giver < self.taker)
        at, back = self._between(self.taker[up], self.giver[up])
        yield np.stack([up[at], back], axis=1)

    def threes(self) -> Iterator[np.ndarray]:
        for low, high in self._chunks():
            first, second = self._ahead(low, high)
            start, reached = self.giver[first], self.taker[second]
            for part in _slices(np.ones(len(first), dtype=np.int64)):
                at, last = self._between(reached[part], start[part])
                yield np.stack([first[part][at], second[part][at], last], axis=1)

    def fours(self) -> Iterator[np.ndarray]:
        for low, high in self._chunks():
            first, second = self._ahead(low, high)
            third, last = self._behind(low, high)
            back = self.taker[last] * self.size + self.giver[third]
            order = np.argsort(back, kind="stable")
            back = back[order]
            ahead = self.giver[first] * self.size + self.taker[second]
            lows = np.searchsorted(back, ahead, "left")
            counts = np.searchsorted(back, ahead, "right") - lows
            for part in _slices(counts):
                at, place = _pairs(lows[part], counts[part])
                behind = order[place]
                here = np.flatnonzero(self.taker[first[part][at]] != self.taker[third[behind]])
                at, behind = at[here], behind[here]
                yield np.stack(
                    [first[part][at], second[part][at], third[behind], last[behind]], axis=1
                )

    def _chunks(self) -> Iterator[tuple[int, int]]:
        """Ranges of starts whose two-arc paths fit in a chunk; one start at least."""
        out, into = np.diff(self._out), np.diff(self._into)
        work = np.bincount(self.giver, weights=out[self.taker], minlength=self.size)
        work += np.bincount(self.taker, weights=into[self.giver], minlength=self.size)
        low = 0
        sums = np.concatenate(([0.0], np.cumsum(work)))
        while low < self.size:
            high = int(np.searchsorted(sums, sums[low] + CHUNK, "right")) - 1
            high = min(max(high, low + 1), self.size)
            yield low, high
            low = high

    def _ahead(self, low: int, high: int) -> tuple[np.ndarray, np.ndarray]:
        """Two-arc paths out of the starts [low, high), all larger than the start."""
        first = self._by_giver[self._out[low] : self._out[high]]
        first = first[self.taker[first] > self.giver[first]]
        middle = self.taker[first]
        lows = self._out[middle]
        at, place = _pairs(lows, self._out[middle + 1] - lows)
        first, second = first[at], self._by_giver[place]
        larger = self.taker[second] > self.giver[first]
        return first[larger], second[larger]

    def _behind(self, low: int, high: int) -> tuple[np.ndarray, np.ndarray]:
        """Two-arc paths back to the starts [low, high), all larger than the start."""
        last = self._by_taker[self._into[low] : self._into[high]]
        last = last[self.giver[last] > self.taker[last]]
        middle = self.giver[last]
        lows = self._into[middle]
        at, place = _pairs(lows, self._into[middle + 1] - lows)
        last, third = last[at], self._by_taker[place]
        larger = self.giver[third] > self.taker[last]
        return third[larger], last[larger]

    def _between(self, givers: np.ndarray, takers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(position in the question, arc) for every arc from each giver to its taker."""
        keys = givers * self.size + takers
        lows = np.searchsorted(self._keys, keys, "left")
        at, place = _pairs(lows, np.searchsorted(self._keys, keys, "right") - lows)
        return at, self._by_both[place]


def _pairs(lows: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(i, lows[i] + j) for every i and every j below counts[i]."""
    at = np.repeat(np.arange(len(counts)), counts)
    return at, np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts - lows, counts)


def _slices(counts: np.ndarray) -> Iterator[slice]:
    """Consecutive slices whose counts add up to a chunk at most; one entry at least."""
    sums = np.concatenate(([0], np.cumsum(counts)))
    low = 0
    while low < len(counts):
        high = int(np.searchsorted(sums, sums[low] + CHUNK, "right")) - 1
        high = min(max(high, low + 1), len(counts))
        yield slice(low, high)
        low = high
