"""Parts of the ring search by themselves: prices, chains, a clock that stops at any moment."""

import numpy as np
import pytest
from scipy import sparse

from matching.engine.rings import chains, find_rings, greedy, search
from matching.engine.rings.chains import untangle, whole_chains
from matching.engine.rings.cycles import enumerate_rings
from matching.engine.rings.graph import Graph
from matching.engine.rings.greedy import Plan
from matching.engine.rings.model import build
from matching.engine.rings.prices import UNIT, Problem, relax
from matching.engine.rings.search import Clock, narrowed, solve
from tests.matching.engine.small_exchanges import SEED, exchange_of
from tests.matching.engine.test_rings import crowd


def problem(*, use, limit, gain):
    return Problem(
        np.array(gain),
        sparse.csc_array(np.array(use)),
        np.array(limit),
        np.zeros(len(limit), dtype=np.int64),
        1,
        np.ones(len(limit), dtype=bool),
    )


def test_prices_prove_the_relaxed_optimum_in_whole_numbers():
    three = problem(use=[[1, 1, 0], [1, 0, 1], [0, 1, 1]], limit=[1, 1, 1], gain=[2, 2, 2])

    found = relax(three, seconds=10)

    assert found.bound == [3 * UNIT]
    assert (found.loss >= 0).all()


def test_plain_prices_stand_in_where_the_solver_has_none():
    impossible = problem(use=[[1], [0]], limit=[1, -1], gain=[5])

    found = relax(impossible, seconds=10)

    assert found.x is None
    assert found.bound == [5 * UNIT]


def test_plain_prices_stand_in_where_the_solvers_could_overflow():
    steep = problem(use=[[1], [1 << 34]], limit=[1, 1 << 40], gain=[5])

    found = relax(steep, seconds=10)

    assert found.x is not None
    assert found.bound[0] >= 5 * UNIT
    assert (found.loss >= 0).all()


def numbers(graph, *steps):
    """Arc numbers of steps as pairs of letters."""
    keys = [arc.key for arc in graph.arcs]
    return tuple(keys.index((f"{a}+", f"{b}-")) for a, b in steps)


@pytest.mark.parametrize(
    ("chain", "longest", "pieces"),
    [
        (["GA", "AB", "BA"], 4, [(["AB", "BA"], False), (["GA"], True)]),
        (["GA", "AG"], 4, [(["GA", "AG"], False)]),
        (["GA", "AG", "GB"], 4, [(["GA", "AG"], False), (["GB"], True)]),
        (["GA", "AB", "BG"], 2, [(["GA", "AB", "BG"], True)]),
        (["GA", "AB"], 4, [(["GA", "AB"], True)]),
    ],
)
def test_loops_are_taken_out_of_chains(chain, longest, pieces):
    graph = Graph(exchange_of(["GA", "AG", "AB", "BA", "BG", "GB"], gifts="G"), seed=SEED)

    assert untangle(graph, numbers(graph, *chain), longest=longest) == [
        (numbers(graph, *steps), is_chain) for steps, is_chain in pieces
    ]


def test_a_chain_stops_before_an_organisation_with_nothing_left(monkeypatch):
    monkeypatch.setattr(chains, "MOST_CHAINS", 0)
    graph = Graph(exchange_of(["GA", "AB", "BG"], gifts="G"), seed=SEED)
    rings = enumerate_rings(graph, longest=2, stop=lambda: False)
    model = build(graph, rings, longest=3)
    plan = Plan(model, graph)

    plan.add_chains(stop=lambda: False)

    assert [int(graph.value[a]) for a in model.chain_arcs[plan.x > 0]] == [1, 1]


def test_whole_chains_are_all_chains_or_none(monkeypatch):
    graph = Graph(exchange_of(["GA", "AB", "BG", "BA"], gifts="G"), seed=SEED)

    found = whole_chains(graph, longest=3)

    assert {length: len(rows) for length, rows in found.items()} == {1: 1, 2: 1, 3: 2}
    monkeypatch.setattr(chains, "MOST_CHAINS", 3)
    assert whole_chains(graph, longest=3) is None
    assert whole_chains(graph, longest=2) is not None


THRICE = exchange_of(["AB", "BA", "BC", "CB", "CA", "AC"], capacity=dict.fromkeys("ABC", 3))
"""Everyone three times: prices prove too little, and there are ties to break by search."""


class Stopping(Clock):
    """A clock that is read ``reads`` times before hardly anything is left."""

    def __init__(self, reads):
        super().__init__(None)
        self.reads = reads

    @property
    def left(self):
        self.reads -= 1
        return 1e6 if self.reads > 0 else 1e-9

    def over(self):
        return self.reads < -1


@pytest.mark.parametrize("reads", range(1, 7))
@pytest.mark.parametrize("whole", [0, 100_000])
@pytest.mark.parametrize("exchange", [crowd(30, gifts=0.1), THRICE], ids=["many", "thrice"])
def test_whenever_the_clock_stops_the_answer_is_sound(monkeypatch, exchange, whole, reads):
    monkeypatch.setattr(chains, "MOST_CHAINS", whole)
    graph = Graph(exchange, seed=SEED)
    rings = enumerate_rings(graph, longest=4, stop=lambda: False)
    model = build(graph, rings, longest=2)

    answer = solve(model, graph, clock=Stopping(reads), progress=None)

    assert (model.use @ answer.x <= model.limit).all()
    assert int(model.worth[0] @ answer.x) <= sum(answer.bound)


@pytest.mark.parametrize(
    ("proven", "bound"), [(None, 90), (float("-inf"), 90), (-85.3, 85), (-95.0, 90), (-60.0, 70)]
)
def test_a_search_that_was_cut_off_only_lowers_the_bound(proven, bound):
    assert narrowed(90, 70, proven) == bound


def test_chains_longer_than_were_asked_for_are_not_built(monkeypatch):
    graph = Graph(crowd(20, gifts=0.5), seed=SEED)

    def never(*arrays):
        raise AssertionError("a longer chain was put together")

    monkeypatch.setattr(chains.np, "column_stack", never)

    assert list(whole_chains(graph, longest=1)) == [1]


@pytest.mark.parametrize("act", ["fill", "improve"])
def test_a_first_plan_looks_at_the_clock_on_its_way(monkeypatch, act):
    monkeypatch.setattr(greedy, "LOOK", 1)
    graph = Graph(crowd(30), seed=SEED)
    rings = enumerate_rings(graph, longest=3, stop=lambda: False)
    model = build(graph, rings, longest=0)
    order, looks = greedy.by_density(model), []

    def over():
        looks.append(1)
        return len(looks) > 1

    getattr(Plan(model, graph), act)(order, stop=over)

    assert len(order) > 10
    assert len(looks) == 2


def test_a_tie_break_too_fine_for_the_solver_is_searched_with_the_value_kept(monkeypatch):
    exchange = crowd(30, gifts=0.1)
    usual = find_rings(exchange, seed=SEED)
    monkeypatch.setattr(search, "MOST_GAIN", 0)

    kept = find_rings(exchange, seed=SEED)

    assert (kept.value, kept.bound, kept.settled) == (usual.value, usual.bound, usual.settled)
    assert kept.rings == usual.rings
