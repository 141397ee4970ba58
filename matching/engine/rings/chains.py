"""Chains, each as a column; or arc by arc by their position, where there are too many.

Whole chains give the tighter relaxation, and where gifts are few so are they. By position is PICEF
(Dickerson, Manlove, Plaut, Sandholm and Trimble 2016): a column is an arc at a position, the first
of its chain, the second, and so on. First arcs are gifts. What leaves an organisation at position
p + 1 is at most what reached it at position p, so that the columns chosen always fall apart into
chains.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .graph import Graph

MOST_CHAINS = 100_000
"""Whole chains that a search takes as columns; with more, chains go by position."""


@dataclass(frozen=True)
class Positions:
    """Column by column: the arc, and its position from 1 on."""

    arcs: np.ndarray
    places: np.ndarray


def positions(graph: Graph, *, longest: int) -> Positions:
    """The arcs that a chain of up to ``longest`` arcs can use, at each position they can have."""
    arcs, places = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    usable = graph.gift
    for place in range(1, longest + 1):
        found = np.flatnonzero(usable)
        arcs.append(found)
        places.append(np.full(len(found), place, dtype=np.int64))
        reached = np.zeros(len(graph.capacity), dtype=bool)
        reached[graph.taker[found]] = True
        usable = reached[graph.giver]
    return Positions(np.concatenate(arcs), np.concatenate(places))


def whole_chains(graph: Graph, *, longest: int) -> dict[int, np.ndarray] | None:
    """Every chain of up to ``longest`` arcs, by how many it has; None when they are too many.

    One that comes back to an organisation is among them: it uses that capacity once more.
    """
    by_giver = np.argsort(graph.giver, kind="stable")
    first = np.searchsorted(graph.giver[by_giver], np.arange(len(graph.capacity) + 1))
    chains = np.flatnonzero(graph.gift)[:, None]
    found: dict[int, np.ndarray] = {}
    total = len(chains)
    for length in range(1, longest + 1):
        found[length] = chains
        if length == longest:
            break
        stop = graph.taker[chains[:, -1]]
        counts = first[stop + 1] - first[stop]
        total += int(counts.sum())
        if total > MOST_CHAINS:
            return None
        at = np.repeat(np.arange(len(chains)), counts)
        place = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts - first[stop], counts)
        chains = np.column_stack((chains[at], by_giver[place]))
    return found


def fall_apart(graph: Graph, chosen: dict[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Chains from {(arc, position): how often}; a loop in a chain becomes a ring when it can.

    An organisation that is on a chain twice counts twice against its capacity. Where the way
    from one visit to the next is a ring, and what stays is a chain, it is taken out as a ring.
    """
    waiting: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (arc, place), times in sorted(chosen.items(), reverse=True):
        waiting[int(graph.giver[arc]), place].extend([arc] * times)
    chains = []
    for giver, place in sorted(key for key in waiting if key[1] == 1):
        while waiting[giver, place]:
            chain = [waiting[giver, place].pop()]
            while waiting[int(graph.taker[chain[-1]]), len(chain) + 1]:
                chain.append(waiting[int(graph.taker[chain[-1]]), len(chain) + 1].pop())
            chains.append(tuple(chain))
    return chains


def untangle(
    graph: Graph, chain: tuple[int, ...], *, longest: int
) -> list[tuple[tuple[int, ...], bool]]:
    """A chain as (arcs, whether it is a chain): rings, and at most one chain.

    A loop stays in the chain where it is longer than a ring may be, and where what would be left
    no longer starts with a gift.
    """
    stops = [int(graph.giver[chain[0]]), *(int(graph.taker[arc]) for arc in chain)]
    for start, end in combinations(range(len(stops)), 2):
        rest = chain[:start] + chain[end:]
        loop = stops[start] == stops[end] and len(set(stops[start:end])) == end - start
        if loop and end - start <= longest and (not rest or graph.gift[rest[0]]):
            pieces = untangle(graph, rest, longest=longest) if rest else []
            return [(chain[start:end], False), *pieces]
    return [(chain, True)]
