"""Who would rather be where, and what stands in the way: blocking pairs in O(edges).

A unit of size k that wants placement p more than what it has *blocks* with p when, for p and for
every supervisor and organisation quota over it, k seats are free or held by units in a strictly
worse tier. A unit that sits under that quota already brings its own seats along, unless its host
would be worse off by the move. For strict lists this is the definition of Abraham, Irving and
Manlove (2007), with ties that of weak stability (Cooper and Manlove 2018).
"""

from typing import Any

import numpy as np

from .acceptance import Holding
from .coding import Coded

NONE = -1
FAR = 1 << 40
"""The rank of having nothing, and of a seat that was not on one's list."""


class Standing:
    """Every choice that its unit wants more than what it has, at the end of a run.

    Arrays over those choices: ``unit``, ``place``, ``rank``, ``tier``; ``level`` is where seats are
    short (0 the placement, 1 its supervisor, 2 its organisation, -1 nowhere), ``worse`` how many
    seats there are held from a worse tier, ``equal`` from the same one, and ``blocks``.
    """

    def __init__(self, holding: Holding, placed: np.ndarray, active: np.ndarray) -> None:
        """``placed`` is the placement of each unit or -1, ``active`` who counts as a unit."""
        c = self.coded = holding.coded
        self.holding = holding
        self.placed, self.active = placed, active
        sizes = np.array(c.sizes, dtype=np.int64)
        self.chains, self.limits = _chains(c, holding)
        unit, place, rank, tier = c.wishes
        held_rank, self.held_tier = self._held(unit, place, rank, tier)
        closed = np.zeros(len(c.round.placements), dtype=bool)
        closed[[c.slot_place[slot] for slot in holding.closed]] = True
        self.closed = closed
        wanted = active[unit] & (rank < held_rank[unit])
        self.unit, self.place = unit[wanted], place[wanted]
        self.rank, self.tier = rank[wanted], tier[wanted]

        sitting = np.flatnonzero((placed >= 0) & active)
        nodes = self.chains[placed[sitting]]
        self._count(nodes, self.held_tier[sitting], sizes[sitting], len(self.limits))
        size = sizes[self.unit]
        self.level = np.full(len(self.unit), NONE)
        self.worse = np.zeros(len(self.unit), dtype=np.int64)
        self.equal = np.zeros(len(self.unit), dtype=np.int64)
        self.node = np.full(len(self.unit), NONE)
        self.blocks = (self.tier > 0) & ~closed[self.place]
        for level in range(self.chains.shape[1]):
            node = self.chains[self.place, level]
            there = node >= 0
            own = there & (placed[self.unit] >= 0)
            own &= self.chains[placed[self.unit], level] == node
            own &= self.held_tier[self.unit] >= self.tier
            worse, equal = self._beyond(node, self.tier)
            short = there & (size > self.left[node])
            first = short & (self.level == NONE)
            self.level[first], self.node[first] = level, node[first]
            self.worse[first], self.equal[first] = worse[first], equal[first]
            self.blocks &= ~there | own | (size <= self.left[node] + worse)

    def _held(self, unit, place, rank, tier) -> tuple[np.ndarray, np.ndarray]:
        """Rank and tier of what each unit has."""
        c = self.coded
        held_rank = np.full(len(c.units), FAR)
        held_tier = np.ones(len(c.units), dtype=np.int64)
        mine = self.placed[unit] == place
        held_rank[unit[mine]], held_tier[unit[mine]] = rank[mine], tier[mine]
        # A seat given by hand need not be on any list; its host would sooner have anyone named.
        last = int(tier.max(initial=1)) + 1
        for one in self.holding.fixed:
            held_tier[one] = c.tiers.one(int(self.placed[one]), one) or last
        return held_rank, held_tier

    def _count(self, nodes: np.ndarray, tiers: np.ndarray, sizes: np.ndarray, many: int) -> None:
        """Seats held per node and tier, summed so that ``_beyond`` can look them up."""
        self._span = int(max(self.tier.max(initial=0), tiers.max(initial=0))) + 2
        codes = (nodes * self._span + tiers[:, None])[nodes >= 0]
        order = np.argsort(codes, kind="stable")
        self._codes = codes[order]
        weights = np.broadcast_to(sizes[:, None], nodes.shape)[nodes >= 0][order]
        self._sums = np.concatenate(([0], np.cumsum(weights)))
        bounds = np.searchsorted(self._codes, np.arange(many + 1) * self._span)
        self._ends = self._sums[bounds[1:]]
        self.left = self.limits - (self._ends - self._sums[bounds[:-1]])

    def _beyond(self, node: np.ndarray, tier: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Seats held at each node from a tier worse than this one, and from this one."""
        code = node * self._span + tier
        low = self._sums[np.searchsorted(self._codes, code)]
        high = self._sums[np.searchsorted(self._codes, code + 1)]
        return self._ends[node] - high, high - low


def _chains(c: Coded, holding: Holding) -> tuple[np.ndarray, np.ndarray]:
    """Per placement its node numbers (placement, supervisor, organisation; -1 without), and limits.

    Here a placement is one node, whatever its slots.
    """
    places = len(c.round.placements)
    chains = np.full((places, 3), -1, dtype=np.int64)
    chains[:, 0] = np.arange(places)
    limits = [sum(c.limits[slot] for slot in slots) for slots in c.place_slots]
    for node, slots in c.below.items():
        level = 1 if c.node_names[node][0] == "supervisor" else 2
        chains[[c.slot_place[slot] for slot in slots], level] = len(limits)
        limits.append(c.limits[node])
    return chains, np.array(limits, dtype=np.int64)


def causes(standing: Standing, *, goal: bool, complete: bool) -> list[tuple[int, int, str]]:
    """(unit, placement, cause) of every blocking pair, in the order of keys."""
    c, holding = standing.coded, standing.holding
    answer: list[tuple[int, int, str]] = []
    blocking = np.flatnonzero(standing.blocks)
    if not len(blocking):
        return answer
    by_node: dict[int, list[int]] = {}
    for unit in np.flatnonzero(standing.placed >= 0).tolist():
        for node in standing.chains[standing.placed[unit]].tolist():
            if node != NONE:
                by_node.setdefault(node, []).append(unit)
    for i in blocking.tolist():
        unit, place = int(standing.unit[i]), int(standing.place[i])
        # Where seats are short nowhere, they are free but divided, and nobody is in the way.
        worse = [
            other
            for other in by_node.get(int(standing.node[i]), [])
            if standing.held_tier[other] > standing.tier[i]
        ]
        answer.append((unit, place, _cause(c, holding, unit, worse, goal, complete)))
    return answer


def _cause(
    c: Any, holding: Holding, unit: int, worse: list[int], goal: bool, complete: bool
) -> str:
    if goal:
        return "goal"
    if unit in holding.fixed or any(other in holding.fixed for other in worse):
        return "allocation"
    if not complete:
        return "time_limit"
    if c.reserving and max(c.sizes[other] for other in (unit, *worse)) == 1:
        return "reserve"
    return "team"
