"""Smaller rings inside a ring: what is left when somebody drops out."""

from collections.abc import Iterable
from itertools import permutations

from .graph import Graph


def holds_ring(graph: Graph, organisations: Iterable[int]) -> bool:
    """Whether some, not all, of these organisations could form a ring among themselves."""
    return best_inside(graph, list(organisations)) is not None


def best_inside(
    graph: Graph, organisations: list[int], *, without: int | None = None
) -> tuple[int, ...] | None:
    """The most valuable smaller ring among them, as arc numbers; None when there is none.

    ``without`` leaves one of them out. Equal values: the lottery, then the arcs' order.
    """
    some = [o for o in organisations if o != without]
    longest = len(some) if without is not None else len(some) - 1
    arcs = graph.best_between(some)
    best: tuple[tuple[int, int], tuple[int, ...]] | None = None
    for length in range(2, longest + 1):
        for stops in permutations(some, length):
            if stops[0] != min(stops):
                continue
            steps = [arcs.get(step) for step in zip(stops, (*stops[1:], stops[0]), strict=True)]
            if None not in steps:
                ring = tuple(int(arc) for arc in steps if arc is not None)
                worth = int(graph.value[list(ring)].sum()), int(graph.ticket[list(ring)].sum())
                if best is None or worth > best[0]:
                    best = worth, ring
    return None if best is None else best[1]
