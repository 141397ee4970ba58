"""Second goals where hosts are neutral: rank-maximal and generous assignments.

Both are lexicographic. Rank-maximal (Irving, Kavitha, Mehlhorn, Michail and Paluch 2006): as many
as possible get their first choice, among those outcomes as many as possible their second, and so
on. Generous: as many as possible are placed, then as few as possible get their last choice, and so
on upwards. Seats and quotas form a laminar family beside "nobody twice", so the constraints are
totally unimodular: each step is a linear programme whose corners are whole, and the next step stays
on the face that is best so far. HiGHS solves them (through scipy).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from .acceptance import Holding
from .clock import Clock, OutOfTime


@dataclass(frozen=True, slots=True)
class Best:
    """The edges chosen, and how many of the goal's steps were proven before time ran out."""

    edges: tuple[int, ...]
    proven: int
    steps: int


def assign(holding: Holding, goal: str, clock: Clock) -> Best | None:
    """The edges of a best assignment beside what is fixed. None when not even the first step was
    finished in time."""
    c = holding.coded
    # The lottery orders the programme, so that the order of rows decides nothing.
    edges = [
        edge
        for unit in sorted(range(len(c.units)), key=c.lottery.__getitem__)
        if unit not in holding.out
        for edge in range(c.first[unit], c.first[unit + 1])
    ]
    if not edges:
        return Best((), 0, 0)
    units = np.repeat(np.arange(len(c.units)), np.diff(c.first))
    unit, rank = units[edges], np.array(c.edge_rank)[edges]
    rows, columns = [unit], [np.arange(len(edges))]
    for i, edge in enumerate(edges):
        nodes = (c.edge_slot[edge], *c.above[c.edge_slot[edge]])
        rows.append(np.array(nodes) + len(c.units))
        columns.append(np.full(len(nodes), i))
    row, column = np.concatenate(rows), np.concatenate(columns)
    used = np.unique(row)
    limits = np.array([1] * len(c.units) + holding.left, dtype=float)[used]
    matrix = sparse.csr_array(
        (np.ones(len(row)), (np.searchsorted(used, row), column)), shape=(len(used), len(edges))
    )
    worst = int(rank.max())
    if goal == "rank_maximal":
        steps = [np.where(rank == r, -1.0, 0.0) for r in range(worst + 1)]
    else:
        steps = [np.full(len(edges), -1.0)]
        steps += [np.where(rank == r, 1.0, 0.0) for r in range(worst, 0, -1)]
    found = None
    faces: list[np.ndarray] = []
    values: list[float] = []
    for number, cost in enumerate(steps):
        try:
            clock.look(goal, number, len(steps))
        except OutOfTime:
            break
        face = sparse.csr_array(np.array(faces)) if faces else None
        answer = linprog(
            cost,
            A_ub=matrix,
            b_ub=limits,
            A_eq=face,
            b_eq=values or None,
            bounds=(0, 1),
            method="highs-ds",
            options={"time_limit": clock.left()} if clock.left() is not None else {},
        )
        if answer.status != 0:
            break
        found = (np.flatnonzero(answer.x > 0.5), number + 1)
        faces.append(cost)
        values.append(round(float(cost @ np.round(answer.x))))
    if found is None:
        return None
    chosen, proven = found
    return Best(tuple(edges[i] for i in chosen), proven, len(steps))
