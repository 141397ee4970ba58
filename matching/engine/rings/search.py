"""The exact search: relax, prove, and branch only where that leaves a choice open.

Goal by goal: first the value, then each tie-break among the choices that are best so far. Each
goal is relaxed for all components at once. Where a component's relaxed answer is in whole numbers
and meets the bound of its prices, that is proven; elsewhere HiGHS branches, one component at a
time, over the columns that a better answer could still hold (reduced-cost fixing by the best
answer known).
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from .graph import Graph
from .greedy import Plan, by_density
from .model import GOALS, Model
from .prices import UNIT, Problem, Relaxation, proof, relax

Progress = Callable[[int, int], None]

FOREVER = 1e7
"""Seconds; the solvers want a number."""

NOTHING = 1e-6
"""What the solvers take for nothing."""

NEVER = 1 << 62
MOST_GAIN = 1 << 40
"""Above this a millionth of an objective, which HiGHS forgives, is as much as a tie-break."""


class Clock:
    """What is left of a time limit in seconds; None is no limit."""

    def __init__(self, limit: float | None) -> None:
        self._end = None if limit is None else time.monotonic() + limit

    @property
    def left(self) -> float:
        """Seconds, never negative."""
        return float("inf") if self._end is None else max(0.0, self._end - time.monotonic())

    def over(self) -> bool:
        """True when no time is left."""
        return not self.left


@dataclass
class Answer:
    """How often each column is chosen, per component what bounds its value, and the prices.

    ``settled``: every goal was decided in full.
    """

    x: np.ndarray
    bound: list[int]
    prices: np.ndarray
    settled: bool


def solve(model: Model, graph: Graph, *, clock: Clock, progress: Progress | None) -> Answer:
    """The best choice of columns by every goal, as far as the clock allows."""
    return _Search(model, graph, clock, progress or (lambda done, expected: None)).run()


def narrowed(bound: int, total: int, proven: float | None) -> int:
    """The bound after a search that was cut off, and proved ``proven`` (minus a value) or nothing."""
    if proven is None or not math.isfinite(proven):
        return bound
    return max(total, min(bound, math.floor(NOTHING - proven)))


class _Search:
    def __init__(self, model: Model, graph: Graph, clock: Clock, progress: Progress) -> None:
        self.model, self.graph, self.clock, self.progress = model, graph, clock, progress
        self.components = int(model.component.max(initial=-1)) + 1
        self.capacities = np.array([kind != "" for kind, _ in model.names], dtype=bool)
        grid = model.use.tocoo()
        self.owner = np.zeros(len(model.limit), dtype=np.int64)
        self.owner[grid.row] = model.component[grid.col]
        limited = self.capacities[grid.row]
        self.most = np.full(model.columns, np.iinfo(np.int64).max)
        np.minimum.at(self.most, grid.col[limited], model.limit[grid.row[limited]])
        self.alive = np.ones(model.columns, dtype=bool)
        self.open = np.ones(self.components, dtype=bool)
        self.held: list[tuple[int, np.ndarray]] = []
        self.x = self._plan([])
        self.bound = [0] * self.components
        self.prices = np.zeros_like(model.limit)

    def run(self) -> Answer:
        settled = all(self._decide(goal) for goal in range(len(GOALS)))
        self.progress(self.components, self.components)
        return Answer(self.x, self.bound, self.prices, settled)

    def _plan(self, first: list[int]) -> np.ndarray:
        """Greedy and improved; ``first`` are columns to begin with."""
        plan = Plan(self.model, self.graph)
        order = by_density(self.model)
        plan.fill(first, stop=self.clock.over)
        plan.fill(order, stop=self.clock.over)
        plan.improve(order, stop=self.clock.over)
        plan.add_chains(stop=self.clock.over)
        return plan.x

    def _totals(self, goal: int, x: np.ndarray) -> np.ndarray:
        """What each component adds to a goal."""
        totals = np.zeros(self.components, dtype=np.int64)
        np.add.at(totals, self.model.component, self.model.worth[goal] * x)
        return totals

    def _decide(self, goal: int) -> bool:
        """Make one goal greatest without touching those before it; False when time ran out."""
        columns = np.flatnonzero(self.alive & self.open[self.model.component])
        if not self.model.worth[goal][columns].any():
            return True
        problem = self._problem(goal, columns, np.flatnonzero(self.open).tolist())
        if self.clock.over():
            found = proof(problem, np.zeros_like(problem.limit))
        else:
            found = relax(problem, seconds=min(self.clock.left, FOREVER))
        bound = [total // UNIT for total in found.bound]
        if found.x is not None:
            self._round(goal, columns, found.x, bound)
        whole = self._narrow(goal, columns, found)
        for component in range(self.components):
            if self.open[component] and whole[component] < bound[component]:
                bound[component] = self._branch(goal, component, bound[component])
                whole = self._narrow(goal, columns, found)
                self.progress(component, self.components)
        self.held.append((goal, whole))
        self._close()
        if not goal:
            self.bound, self.prices = bound, found.prices
            for component in np.flatnonzero(self.open).tolist():
                if found.bound[component] // UNIT > whole[component] == bound[component]:
                    self.open[component] = not self._alone(component)
        return all(bound[c] == whole[c] for c in np.flatnonzero(self.open))

    def _problem(self, goal: int, columns: np.ndarray, components: list[int]) -> Problem:
        """The relaxed problem of a goal: capacities, and what earlier goals must keep."""
        model = self.model
        use, limit, owner = [model.use[:, columns]], [model.limit], [self.owner]
        where = model.component[columns]
        for earlier, totals in self.held:
            cells = -model.worth[earlier][columns]
            size = (self.components, len(columns))
            held = sparse.csc_array((cells, (where, np.arange(len(columns)))), shape=size)
            use.append(held[components])
            limit.append(-totals[components])
            owner.append(np.array(components, dtype=np.int64))
        rows = sum(len(part) for part in limit)
        return Problem(
            model.worth[goal][columns],
            sparse.csc_array(sparse.vstack(use)),
            np.concatenate(limit),
            np.concatenate(owner),
            self.components,
            np.pad(self.capacities, (0, rows - len(self.capacities))),
        )

    def _round(self, goal: int, columns: np.ndarray, relaxed: np.ndarray, bound: list[int]) -> None:
        """Take over what is whole in a relaxed answer; plan anew by what is not."""
        x = np.zeros_like(self.x)
        x[columns] = np.rint(relaxed)
        self._take(goal, x)
        if not goal and self._totals(goal, self.x).tolist() != bound:
            whole = len(self.model.whole)
            likely = np.argsort(-relaxed[:whole], kind="stable")
            self._take(goal, self._plan(likely[relaxed[likely] > NOTHING].tolist()))

    def _take(self, goal: int, x: np.ndarray) -> None:
        """Take over another answer in the components where it is possible and better."""
        able = self._totals(goal, x) > self._totals(goal, self.x)
        over = self.model.use @ x > self.model.limit
        able[self.owner[over]] = False
        for earlier, totals in self.held:
            able &= self._totals(earlier, x) >= totals
        here = able[self.model.component]
        self.x[here] = x[here]

    def _narrow(self, goal: int, columns: np.ndarray, found: Relaxation) -> np.ndarray:
        """Drop the columns that no better or equal answer can hold; what there is now.

        The bound is reached only by what loses nothing at these prices, so a column that loses
        more than the bound lies above the best answer known is in no answer as good.
        """
        totals = self._totals(goal, self.x)
        slack = np.array(
            [
                min(top - total * UNIT, int(NEVER))
                for top, total in zip(found.bound, totals.tolist(), strict=True)
            ],
            dtype=np.int64,
        )
        self.alive[columns] &= found.loss <= slack[self.model.component[columns]]
        return totals

    def _branch(self, goal: int, component: int, bound: int) -> int:
        """Search one component in whole numbers; the new bound."""
        total = int(self._totals(goal, self.x)[component])
        if self.clock.over():
            return bound
        columns = np.flatnonzero(self.alive & (self.model.component == component))
        problem = self._problem(goal, columns, [component])
        if goal:
            problem = self._weighed(problem, goal, columns, component)
        answer = self._milp(problem, columns)
        if answer.x is not None:
            x = self.x.copy()
            x[columns] = np.rint(answer.x)
            self._take(goal, x)
            total = int(self._totals(goal, self.x)[component])
        if answer.status == 0:
            return total
        return bound if goal else narrowed(bound, total, answer.mip_dual_bound)

    def _milp(self, problem: Problem, columns: np.ndarray):
        """What HiGHS answers in whole numbers."""
        use = problem.use.tocsr()
        rows = np.flatnonzero(np.diff(use.indptr))
        return milp(
            -problem.gain.astype(float),
            constraints=LinearConstraint(use[rows].astype(float), ub=problem.limit[rows]),
            integrality=np.ones(len(columns)),
            bounds=Bounds(0, self.most[columns]),
            options={"mip_rel_gap": 0, "time_limit": min(self.clock.left, FOREVER)},
        )

    def _alone(self, component: int) -> bool:
        """True when no other choice is worth as much, so that there is no tie to break.

        Asked where prices alone did not prove the value: there each tie-break would cost a search.
        """
        columns = np.flatnonzero(self.alive & (self.model.component == component))
        if self.clock.over() or (self.most[columns] > 1).any():
            return False
        problem = self._problem(0, columns, [component])
        rows = len(self.model.limit)
        chosen = self.x[columns]
        other = replace(
            problem,
            use=sparse.csc_array(sparse.vstack([problem.use[:rows], chosen[None, :]])),
            limit=np.append(problem.limit[:rows], chosen.sum() - 1),
        )
        answer = self._milp(other, columns)
        total = int(self._totals(0, self.x)[component])
        return answer.status == 0 and round(-answer.fun) < total

    def _weighed(self, problem: Problem, goal: int, columns, component: int) -> Problem:
        """The same, with the value first in what is made greatest instead of kept by a row.

        As an objective the value prunes the search; as a constraint it would not. Where the
        numbers would be too large for what HiGHS takes for a whole number, it stays a constraint.
        """
        mine = self.capacities & (self.owner == component)
        arcs = int(self.model.limit[mine].sum())
        most = arcs * int(self.model.worth[goal][columns].max(initial=0))
        gain = self.model.worth[0][columns] * (most + 1) + problem.gain
        if gain.max(initial=0) > MOST_GAIN:
            return problem
        rows = np.ones(len(problem.limit), dtype=bool)
        rows[len(self.model.limit)] = False
        return replace(
            problem,
            gain=gain,
            use=problem.use.tocsr()[rows].tocsc(),
            limit=problem.limit[rows],
            owner=problem.owner[rows],
            raisable=problem.raisable[rows],
        )

    def _close(self) -> None:
        """Components in which every column that is left is chosen as often as can be."""
        undecided = self.alive & (self.x != self.most)
        choice = np.zeros(self.components, dtype=bool)
        choice[self.model.component[undecided]] = True
        self.open &= choice
