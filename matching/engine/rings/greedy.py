"""A first plan: the best ring or chain that still fits, swaps for the better, then the best chains
by position.

It is the answer when time runs out, and it tells the exact search which columns cannot be part of
anything better.
"""

import itertools
from collections.abc import Callable, Iterable

import numpy as np

from .graph import Graph
from .model import Model

LOOK = 4096
"""Columns between two looks at the clock."""


class Plan:
    """How often each column is chosen, and what of each row is left."""

    def __init__(self, model: Model, graph: Graph) -> None:
        self.model = model
        self.graph = graph
        self.x = np.zeros(model.columns, dtype=np.int64)
        self._left = model.limit.tolist()
        self._worth = model.worth[0].tolist()
        pointers, rows = model.use.indptr.tolist(), model.use.indices.tolist()
        self._rows = [rows[a:b] for a, b in itertools.pairwise(pointers)]
        self._users: list[list[int]] = [[] for _ in model.limit]
        self._twice = _twice(model)

    def fits(self, ring: int) -> bool:
        """Whether one more of this ring can be chosen."""
        return ring not in self._twice and all(self._left[row] > 0 for row in self._rows[ring])

    def _change(self, ring: int, times: int) -> None:
        self.x[ring] += times
        for row in self._rows[ring]:
            self._left[row] -= times
            if times > 0:
                self._users[row].append(ring)
            else:
                self._users[row].remove(ring)

    def fill(self, order: Iterable[int], *, stop: Callable[[], bool]) -> None:
        """Choose rings in this order, each as often as it fits, until the time is over."""
        for number, ring in enumerate(order, start=1):
            while self.fits(ring):
                self._change(ring, 1)
            if number % LOOK == 0 and stop():
                return

    def improve(self, order: list[int], *, stop: Callable[[], bool]) -> None:
        """Swap rings for one that is worth more than they are together, until none is."""
        better = True
        while better and not stop():
            better = False
            for number, ring in enumerate(order, start=1):
                if number % LOOK == 0 and stop():
                    return
                gone = self._in_the_way(ring)
                if self._worth[ring] > sum(self._worth[other] for other in gone):
                    for other in gone:
                        self._change(other, -1)
                    self._change(ring, 1)
                    better = True
            self.fill(order, stop=stop)

    def _in_the_way(self, ring: int) -> list[int]:
        """The least valuable chosen rings without which this one fits."""
        gone: list[int] = []
        for row in self._rows[ring]:
            freed = sum(row in self._rows[other] for other in gone)
            if self._left[row] + freed <= 0:
                users = [other for other in self._users[row] if gone.count(other) < self.x[other]]
                gone.append(min(users, key=lambda other: (self._worth[other], other)))
        return gone

    def add_chains(self, *, stop: Callable[[], bool]) -> None:
        """Choose the most valuable chain that fits, again and again."""
        model, graph = self.model, self.graph
        first = len(model.whole)
        places = int(model.chain_places.max(initial=0))
        by_place = [np.flatnonzero(model.chain_places == place + 1) for place in range(places)]
        limits = np.array([kind != "" for kind, _ in model.names], dtype=bool)
        asks = (
            model.use.multiply(limits[:, None]).tocsc()[:, first:]
            if first < model.columns
            else None
        )
        while asks is not None and not stop():
            left = np.array(self._left)
            short = (asks.T > 0) @ (left <= 0)
            tail = np.zeros(len(graph.capacity), dtype=np.int64)
            best: list[np.ndarray] = []
            for columns in reversed(by_place):
                usable = columns[short[columns] == 0]
                arcs = model.chain_arcs[usable]
                total = graph.value[arcs] + tail[graph.taker[arcs]]
                tail = np.zeros_like(tail)
                np.maximum.at(tail, graph.giver[arcs], total)
                best.insert(0, np.stack([usable, total]))
            if not best or not best[0].shape[1]:
                return
            self._follow(best)

    def _follow(self, best: list[np.ndarray]) -> None:
        """Choose the arcs of the best chain, as far as they fit together."""
        model, graph = self.model, self.graph
        stop = None
        for columns, totals in best:
            if stop is not None:
                here = graph.giver[model.chain_arcs[columns]] == stop
                columns, totals = columns[here], totals[here]
            if not len(columns):
                return
            column = int(columns[totals.argmax()])
            rows = [r for r in self._rows[len(model.whole) + column] if model.names[r][0]]
            if any(self._left[row] <= 0 for row in rows):
                return
            self.x[len(model.whole) + column] += 1
            for row in rows:
                self._left[row] -= 1
            stop = int(graph.taker[model.chain_arcs[column]])


def by_density(model: Model) -> list[int]:
    """Rings and whole chains, those worth most for each arc first."""
    arcs = np.array([len(whole) for whole in model.whole], dtype=np.int64)
    value = model.worth[0][: len(arcs)]
    order = np.lexsort((-model.worth[4][: len(arcs)], -value, -value / np.maximum(arcs, 1)))
    twice = _twice(model)
    return [column for column in order.tolist() if column not in twice]


def _twice(model: Model) -> set[int]:
    """Columns that use a row more than once; they are left to the exact search."""
    grid = model.use.tocoo()
    return set(grid.col[grid.data > 1].tolist())
