"""The columns and rows that a search chooses from: rings and chain arcs against capacities.

Rows are organisations, then offers and needs whose capacity could bind, then, where chains go by
position, one for every organisation and position. Columns are rings, whole chains and arcs at
positions. Of rings that use exactly the same capacities only the best
stays; any plan with another of them is no better.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from .chains import Positions, positions, whole_chains
from .cycles import Rings
from .graph import Graph

GOALS = ("value", "holds_ring", "new_link", "never_helped", "ticket", "second_ticket")
"""What is made greatest, each goal among the choices that are best by those before it."""


@dataclass(frozen=True)
class Model:
    """``use`` is rows x columns; ``worth[g]`` is per column what it adds to goal g."""

    rings: list[tuple[int, ...]]
    chains: list[tuple[int, ...]]
    chain_arcs: np.ndarray
    chain_places: np.ndarray
    use: sparse.csc_array
    limit: np.ndarray
    worth: np.ndarray
    names: list[tuple[str, str]]
    component: np.ndarray
    """Per column, which component it is in: columns of different ones share no row."""

    @property
    def whole(self) -> list[tuple[int, ...]]:
        """The arcs of each column that is a ring or a chain in full; they come first."""
        return self.rings + self.chains

    @property
    def columns(self) -> int:
        """How many there are."""
        return self.worth.shape[1]


def build(graph: Graph, rings: Rings, *, longest: int) -> Model:
    """The model of these rings, and of chains of up to ``longest`` arcs."""
    found_chains = whole_chains(graph, longest=longest)
    chains = positions(graph, longest=longest if found_chains is None else 0)
    rows = _Rows(graph, longest)
    inner = _inner(graph, rings)
    kept: list[tuple[int, ...]] = []
    entries, values, worths = [], [], []
    for length, found in sorted(rings.found.items()):
        used = rows.of_rings(found)
        worth = _worth(graph, found, inner[length])
        best = _undominated(used, worth)
        kept.extend(map(tuple, found[best].tolist()))
        entries.append(used[best])
        values.append(np.ones_like(used[best]))
        worths.append(worth[:, best])
    chosen: list[tuple[int, ...]] = []
    for found in (found_chains or {}).values():
        used = rows.of_chains(found)
        worth = _worth(graph, found, np.zeros(len(found), dtype=np.int64))
        best = _undominated(used, worth)
        chosen.extend(map(tuple, found[best].tolist()))
        entries.append(used[best])
        values.append(np.ones_like(used[best]))
        worths.append(worth[:, best])
    used, sign = rows.of_positions(chains)
    worth = _worth(graph, chains.arcs[:, None], np.zeros(len(chains.arcs), dtype=np.int64))
    best = _undominated(np.column_stack([used, chains.places + rows.size]), worth)
    entries.append(used[best])
    values.append(sign[best])
    worths.append(worth[:, best])
    use = _matrix(entries, values, rows.size)
    live = np.flatnonzero(np.diff(use.tocsr().indptr))
    use = sparse.csc_array(use[live])
    return Model(
        kept,
        chosen,
        chains.arcs[best],
        chains.places[best],
        use,
        rows.limit[live],
        np.concatenate(worths, axis=1),
        [rows.name(row) for row in live.tolist()],
        _components(use),
    )


class _Rows:
    """Rows by number, and which of them columns use; -1 stands for a row that cannot bind."""

    def __init__(self, graph: Graph, longest: int) -> None:
        self.graph = graph
        self.organisations = len(graph.capacity)
        exchange = graph.exchange
        giver = np.zeros(len(exchange.offers), dtype=np.int64)
        taker = np.zeros(len(exchange.needs), dtype=np.int64)
        giver[graph.offer], taker[graph.need] = graph.giver, graph.taker
        # An organisation gives, and receives, at most once for each unit of its capacity.
        self._offers = graph.offer_capacity < graph.capacity[giver] if len(giver) else giver > 0
        self._needs = graph.need_capacity < graph.capacity[taker] if len(taker) else taker > 0
        self._places = max(0, longest - 1)
        self.limit = np.concatenate(
            [
                graph.capacity,
                graph.offer_capacity,
                graph.need_capacity,
                np.zeros(self.organisations * self._places, dtype=np.int64),
            ]
        )
        self.size = len(self.limit)

    def _offer(self, arcs: np.ndarray) -> np.ndarray:
        offer = self.graph.offer[arcs]
        return np.where(self._offers[offer], self.organisations + offer, -1)

    def _need(self, arcs: np.ndarray) -> np.ndarray:
        need = self.graph.need[arcs]
        base = self.organisations + len(self.graph.offer_capacity)
        return np.where(self._needs[need], base + need, -1)

    def of_rings(self, found: np.ndarray) -> np.ndarray:
        used = [self.graph.taker[found], self._offer(found), self._need(found)]
        return np.sort(np.concatenate(used, axis=1), axis=1)

    def of_chains(self, found: np.ndarray) -> np.ndarray:
        """The rows of a ring, and the first giver's: nobody gives to it."""
        start = self.graph.giver[found[:, :1]]
        return np.sort(np.concatenate([self.of_rings(found), start], axis=1), axis=1)

    def of_positions(self, chains: Positions) -> tuple[np.ndarray, np.ndarray]:
        """Rows used by each arc at its position, and whether it adds to them or feeds them."""
        arcs, place = chains.arcs, chains.places
        giver, taker = self.graph.giver[arcs], self.graph.taker[arcs]
        base = self.size - self.organisations * self._places
        feeds = np.where(place <= self._places, base + (place - 1) * self.organisations + taker, -1)
        fed = np.where(place > 1, base + (place - 2) * self.organisations + giver, -1)
        start = np.where(place == 1, giver, -1)
        used = np.stack([taker, start, self._offer(arcs), self._need(arcs), fed, feeds], axis=1)
        sign = np.ones_like(used)
        sign[:, 5] = -1
        return used, sign

    def name(self, row: int) -> tuple[str, str]:
        """What a row limits: a kind and a key; the kind of a chain's position is empty."""
        exchange = self.graph.exchange
        for kind in ("organisation", "offer", "need"):
            table = getattr(exchange, kind + "s")
            if row < len(table):
                return kind, table[row].key
            row -= len(table)
        return "", ""


def _worth(graph: Graph, found: np.ndarray, inner: np.ndarray) -> np.ndarray:
    sums = [getattr(graph, name)[found].sum(axis=1) for name in ("value", *GOALS[2:])]
    return np.stack([sums[0], inner, *sums[1:]])


def _inner(graph: Graph, rings: Rings) -> dict[int, np.ndarray]:
    """Per ring, 1 when some of its organisations form a smaller ring."""
    size = len(graph.capacity)
    members = {n: np.sort(graph.taker[found], axis=1) for n, found in rings.found.items()}
    answer = {n: np.zeros(len(rows), dtype=np.int64) for n, rows in members.items()}
    for small, large, groups in (
        (2, 3, ((0, 1), (0, 2), (1, 2))),
        (2, 4, ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))),
        (3, 4, ((0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3))),
    ):
        if large in members:
            known = np.unique(_packed(members[small], size))
            for group in groups:
                some = _packed(members[large][:, group], size)
                answer[large] |= np.isin(some, known)
    return answer


def _packed(rows: np.ndarray, size: int) -> np.ndarray:
    """Sorted organisations as one number; up to two million organisations fit."""
    key = rows[:, 0].copy()
    for column in range(1, rows.shape[1]):
        key = key * size + rows[:, column]
    return key


def _undominated(used: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """One column for each set of rows used: the best by every goal in turn."""
    varied = [column for column in used.T if len(column) and (column != column[0]).any()]
    order = np.lexsort([*(-goal for goal in worth[::-1]), *varied])
    if not len(order):
        return order
    sorted_rows = used[order]
    first = np.concatenate(([True], (sorted_rows[1:] != sorted_rows[:-1]).any(axis=1)))
    return np.sort(order[first])


def _matrix(entries: list, values: list, size: int) -> sparse.csc_array:
    rows, cells, columns, done = [], [], [], 0
    for used, sign in zip(entries, values, strict=True):
        column, place = np.nonzero(used >= 0)
        rows.append(used[column, place])
        cells.append(sign[column, place])
        columns.append(column + done)
        done += len(used)
    cells_, rows_, columns_ = map(np.concatenate, (cells, rows, columns))
    return sparse.csc_array((cells_, (rows_, columns_)), shape=(size, done))


def _components(use: sparse.csc_array) -> np.ndarray:
    rows, columns = use.shape
    grid = use.tocoo()
    both = sparse.coo_array(
        (np.ones(grid.nnz), (grid.row, grid.col + rows)), shape=(rows + columns, rows + columns)
    )
    label = connected_components(both, directed=False)[1][rows:]
    return np.unique(label, return_inverse=True)[1]
