"""Linear relaxation, and what it proves in whole numbers.

Linear duality, said in prices: put a price on one unit of each organisation's, offer's and need's
capacity. If no ring and no chain is worth more than the units it uses cost, then no plan is worth
more than all units together. The solver's prices are rounded to whole numbers of 1/UNIT and
raised until that holds exactly, so the bound does not rest on floating point.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

UNIT = 1_000_000
"""Prices are in millionths of a point of value."""

MOST_COST = 1 << 60
"""A column whose units cost more could overflow; plain prices stand in."""

MOST_ROWS = 32
"""A column uses fewer rows than this."""


@dataclass(frozen=True)
class Problem:
    """Make ``gain`` greatest, ``use`` at most ``limit``, in whole numbers from 0.

    ``owner`` is per row its component, one of ``components``; ``raisable`` says per row whether
    it is a capacity, whose price may be raised.
    """

    gain: np.ndarray
    use: sparse.csc_array
    limit: np.ndarray
    owner: np.ndarray
    components: int
    raisable: np.ndarray


@dataclass(frozen=True)
class Relaxation:
    """``x`` may be fractional, None when the time ran out; ``prices`` are in 1/UNIT.

    ``loss`` is per column what its units cost more than it gains, in 1/UNIT, never negative;
    ``bound`` is per component what no choice can exceed, in 1/UNIT.
    """

    x: np.ndarray | None
    prices: np.ndarray
    loss: np.ndarray
    bound: Sequence[int]


def relax(problem: Problem, *, seconds: float) -> Relaxation:
    """Solve without whole numbers."""
    answer = linprog(
        -problem.gain.astype(float),
        A_ub=problem.use.astype(float),
        b_ub=problem.limit.astype(float),
        bounds=(0, None),
        method="highs-ds",
        options={"time_limit": seconds},
    )
    x, prices = None, None
    if answer.status == 0:
        x = answer.x
        rounded = np.rint(np.maximum(0, -answer.ineqlin.marginals) * UNIT)
        largest = int(np.abs(problem.use.data).max(initial=1)) * MOST_ROWS
        if rounded.max(initial=0) < MOST_COST // largest:
            prices = rounded.astype(np.int64)
    if prices is None:
        prices = np.zeros(len(problem.limit), dtype=np.int64)
    return proof(problem, prices, x=x)


def proof(problem: Problem, prices: np.ndarray, *, x: np.ndarray | None = None) -> Relaxation:
    """Raise the prices until no column gains more than it costs, and add up what is proven."""
    cost = problem.use.T @ prices
    short = problem.gain * UNIT - cost
    grid = problem.use.tocoo()
    raised = (grid.data > 0) & problem.raisable[grid.row] & (short[grid.col] > 0)
    rows, columns = grid.row[raised], grid.col[raised]
    among = np.bincount(columns, minlength=len(short))
    extra = np.zeros_like(prices)
    np.maximum.at(extra, rows, -(-short[columns] // among[columns]))
    prices = prices + extra
    loss = problem.use.T @ prices - problem.gain * UNIT
    bound = [0] * problem.components
    for row in np.flatnonzero(prices * problem.limit).tolist():
        bound[problem.owner[row]] += int(prices[row]) * int(problem.limit[row])
    return Relaxation(x, prices, loss, bound)
