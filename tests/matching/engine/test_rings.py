"""``find_rings``: known answers, everything tried on small exchanges, and what never changes."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import checks
from matching.engine.rings import (
    Arc,
    Exchange,
    Need,
    Offer,
    Organisation,
    chains,
    find_rings,
    rings_to_json,
)
from tests.matching.engine import published
from tests.matching.engine.small_exchanges import SEED, Oracle, exchange_of, exchanges
from tests.support import proof

LENGTHS = {"ring_length": 4, "chain_length": 3}


def judged(exchange, proposal, **asked):
    """What the judge says of a proposal."""
    document = rings_to_json(exchange, seed=SEED, proposal=proposal, **asked)
    return checks.judge(json.loads(json.dumps(document)))


def found(exchange, **asked):
    """The proposal, after the judge agreed."""
    proposal = find_rings(exchange, seed=SEED, time_limit=None, **asked)
    assert judged(exchange, proposal, **asked).problems == ()
    return proposal


def paths(proposal):
    """Each ring as the letters of its givers; a chain ends with its last taker, in brackets."""
    return [
        "".join(offer[0] for offer, _ in ring.arcs)
        + (f"({ring.arcs[-1][1][0]})" if ring.is_chain else "")
        for ring in proposal.rings
    ]


def test_three_needs_meet_in_a_ring():
    proposal = found(exchange_of(["AB", "BC", "CA", "AC"], values={"AB": 3}))

    assert paths(proposal) == ["ABC"]
    assert (proposal.value, proposal.bound, proposal.gap) == (5, 5, 0)
    assert proposal.proven
    assert proposal.settled
    assert proposal.complete
    assert proposal.rings[0].holds_ring


def test_two_small_rings_may_be_worth_more_than_a_large_one():
    """The example of docs/matching/rings.md."""
    values = {"AB": 6, "BA": 5, "BC": 7, "CA": 8, "CD": 9, "DC": 4}

    proposal = found(exchange_of(list(values), values=values))

    assert paths(proposal) == ["AB", "CD"]
    assert (proposal.value, proposal.bound, proposal.proven_by_prices) == (24, 24, 24)


def test_where_prices_prove_too_little_the_search_proves_the_rest():
    exchange = exchange_of(["AB", "BA", "BC", "CB", "CA", "AC"])

    proposal = found(exchange, ring_length=2)

    assert (proposal.value, proposal.bound, proposal.proven_by_prices) == (2, 2, 3)
    assert (
        judged(exchange, proposal, ring_length=2).counted[
            "points of value that the prices leave open"
        ]
        == 1
    )


def test_where_rings_can_be_chosen_more_than_once_the_search_proves_the_rest_too():
    exchange = exchange_of(["AB", "BA", "BC", "CB", "CA", "AC"], capacity=dict.fromkeys("ABC", 3))

    proposal = found(exchange, ring_length=2)

    assert (proposal.value, proposal.bound, proposal.proven_by_prices) == (8, 8, 9)
    assert proposal.settled


def test_a_gift_starts_a_chain():
    proposal = found(exchange_of(["GA", "AB", "BC", "CD"], gifts="G"))

    assert paths(proposal) == ["GAB(C)"]
    assert proposal.value == 3


@pytest.mark.parametrize(("chain_length", "value"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)])
@pytest.mark.parametrize("whole", [0, 100_000])
def test_chains_are_as_long_as_they_may_be(monkeypatch, whole, chain_length, value):
    monkeypatch.setattr(chains, "MOST_CHAINS", whole)

    proposal = found(exchange_of(["GA", "AB", "BC", "CD"], gifts="G"), chain_length=chain_length)

    assert proposal.value == value


@pytest.mark.parametrize(("ring_length", "value"), [(2, 0), (3, 0), (4, 4)])
def test_rings_are_as_long_as_they_may_be(ring_length, value):
    proposal = found(exchange_of(["AB", "BC", "CD", "DA"]), ring_length=ring_length)

    assert proposal.value == value


def test_five_in_a_circle_are_no_ring():
    assert found(exchange_of(["AB", "BC", "CD", "DE", "EA"])).rings == ()


def test_an_empty_exchange_has_an_empty_answer():
    proposal = found(Exchange())

    assert (proposal.rings, proposal.value, proposal.bound) == ((), 0, 0)
    assert proposal.proven


def test_an_organisation_gives_as_often_as_it_can():
    edges = ["AB", "BA", "AC", "CA"]

    assert found(exchange_of(edges)).value == 2
    assert found(exchange_of(edges, capacity={"A": 2})).value == 4


def test_an_offer_is_given_no_more_often_than_it_can_be():
    exchange = exchange_of(["AB", "BA", "AC", "CA"], capacity={"A": 2})
    once = tuple(
        Offer(key=row.key, organisation=row.organisation, capacity=1) for row in exchange.offers
    )

    proposal = found(
        Exchange(
            organisations=exchange.organisations,
            offers=once,
            needs=exchange.needs,
            arcs=exchange.arcs,
        )
    )

    assert proposal.value == 2


def test_the_same_ring_twice_where_everyone_can():
    proposal = found(exchange_of(["AB", "BA"], capacity={"A": 2, "B": 2}))

    assert paths(proposal) == ["AB", "AB"]


def test_a_ring_that_holds_a_smaller_one_comes_first():
    rings = ["AB", "BC", "CA"], ["AD", "DE", "EA"]
    for spare, other in (("BA", "ADE"), ("DA", "ABC")):
        both = [*rings[0], *rings[1], spare]

        proposal = found(exchange_of(both))

        assert paths(proposal) != [other]
        assert proposal.tie_breaks[0] == 1


def test_then_new_links_then_those_never_helped():
    edges = ["AB", "BA", "AC", "CA"]

    assert paths(found(exchange_of(edges, new_links=["AC"]))) == ["AC"]
    assert paths(found(exchange_of(edges, new_links=["BA"]))) == ["AB"]
    assert paths(found(exchange_of(edges, helped="C"))) == ["AC"]
    assert paths(found(exchange_of(edges, helped="B"))) == ["AB"]
    assert paths(found(exchange_of(edges, helped="B", new_links=["AC"]))) == ["AC"]


def test_then_the_lottery():
    edges = ["AB", "BA", "AC", "CA"]

    drawn = {paths(find_rings(exchange_of(edges), seed=seed))[0] for seed in range(20)}

    assert drawn == {"AB", "AC"}


def test_a_loop_in_a_chain_becomes_a_ring():
    proposal = found(exchange_of(["GA", "AB", "BA"], gifts="G", capacity={"A": 2}), chain_length=3)

    assert paths(proposal) == ["AB", "G(A)"]


def test_a_loop_too_long_for_a_ring_stays_in_its_chain():
    proposal = found(exchange_of(["GA", "AB", "BG"], gifts="G", capacity={"G": 2}), ring_length=2)

    assert paths(proposal) == ["GAB(G)"]


def test_hours_are_a_balance():
    proposal = found(exchange_of(["GA", "AB"], gifts="G"))

    assert [(row.organisation, row.gives, row.gets) for row in proposal.balances] == [
        ("A", 10, 10),
        ("B", 0, 10),
        ("G", 10, 0),
    ]


@pytest.mark.skipif(not published.RINGS.exists(), reason=f"{published.RINGS} is not there")
def test_every_published_optimum_is_found_and_proven():
    rows = list(published.exchanges())
    assert len(rows) >= 20
    for known in rows:
        ring, chain, value = known.answer

        proposal = found(known.instance, ring_length=ring, chain_length=chain)

        stated = known.name, ring, chain
        assert (*stated, proposal.value, proposal.bound) == (*stated, value, value)
    proof.record("exchanges with published optimum", answers=len(rows), wrong=0)


@settings(max_examples=proof.times(60, full=1500), deadline=None, derandomize=True)
@given(exchanges(), st.integers(2, 4), st.integers(0, 3), st.sampled_from((0, 12, 100_000)))
def test_it_is_what_trying_everything_gives(exchange, ring_length, chain_length, whole):
    """With chains as columns, by position, and by position where they are more than a few."""
    lengths = {"ring_length": ring_length, "chain_length": chain_length}
    oracle = Oracle(exchange, **lengths)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chains, "MOST_CHAINS", whole)
        proposal = found(exchange, **lengths)

    assert proposal.proven
    assert proposal.settled
    tickets = [
        oracle.ticket(Arc(offer=offer, need=need, value=1))
        for ring in proposal.rings
        for offer, need in ring.arcs
    ]
    drawn = sum(first for first, _ in tickets), sum(second for _, second in tickets)
    assert (proposal.value, *proposal.tie_breaks, *drawn) == oracle.best()


@settings(max_examples=proof.times(25, full=400), deadline=None, derandomize=True)
@given(exchanges(most=7, arcs=18, values=50), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(exchange, draw):
    rows = {}
    for name in ("organisations", "offers", "needs", "arcs"):
        rows[name] = list(getattr(exchange, name))
        draw.shuffle(rows[name])

    assert found(Exchange(**rows)) == found(exchange)


@settings(max_examples=proof.times(25, full=400), deadline=None, derandomize=True)
@given(exchanges(most=6, arcs=14))
def test_whoever_nobody_can_help_changes_nothing(exchange):
    more = Exchange(
        organisations=(*exchange.organisations, Organisation(key="new")),
        offers=(*exchange.offers, Offer(key="new", organisation="new")),
        needs=(*exchange.needs, Need(key="new", organisation="new")),
        arcs=(*exchange.arcs, Arc(offer="new", need="n0", value=3)),
    )

    assert found(more).rings == found(exchange).rings


@settings(max_examples=proof.times(25, full=400), deadline=None, derandomize=True)
@given(exchanges(most=6, arcs=14), st.data())
def test_one_more_arc_is_never_worth_less(exchange, data):
    if exchange.arcs:
        gone = data.draw(st.sampled_from(exchange.arcs))

        fewer = find_rings(exchange, seed=SEED, declined=[gone.key])

        assert fewer.value <= find_rings(exchange, seed=SEED).value


def crowd(size, *, degree=5, near=15, seed=1, gifts=0.0):
    """Organisations in a circle that can each help ``degree`` of their ``near`` neighbours."""
    draw = random.Random(seed)
    keys = [f"{i:04}" for i in range(size)]
    edges = set()
    for i in range(size):
        while sum(a == i for a, _ in edges) < degree:
            other = (i + draw.randint(-near, near)) % size
            if other != i:
                edges.add((i, other))
    return Exchange(
        organisations=tuple(Organisation(key=key) for key in keys),
        offers=tuple(Offer(key=key, organisation=key, gift=draw.random() < gifts) for key in keys),
        needs=tuple(Need(key=key, organisation=key) for key in keys),
        arcs=tuple(
            Arc(offer=keys[a], need=keys[b], value=draw.randint(2000, 9999))
            for a, b in sorted(edges)
        ),
    )


def test_when_time_runs_out_the_best_so_far_is_answered_with_its_bound():
    exchange = crowd(60)

    proposal = find_rings(exchange, seed=SEED, time_limit=1e-9)

    assert not proposal.complete
    assert not proposal.settled
    assert proposal.value <= proposal.bound
    assert judged(exchange, proposal).problems == ()


def test_however_much_time_there_was_the_bound_is_proven_by_its_prices():
    exchange = crowd(200, gifts=0.05)

    proposal = find_rings(exchange, seed=SEED, time_limit=3)

    assert proposal.value <= proposal.bound <= proposal.proven_by_prices
    assert judged(exchange, proposal).problems == ()


def test_progress_is_told_by_component():
    told = []

    find_rings(
        exchange_of(["AB", "BA", "CD", "DC"]),
        seed=SEED,
        progress=lambda done, expected: told.append((done, expected)),
    )

    assert told[-1] == (2, 2)


def test_more_rings_than_can_be_held_are_not_looked_at(monkeypatch):
    exchange = crowd(40)
    monkeypatch.setattr("matching.engine.rings.cycles.MOST_RINGS", 10)

    proposal = find_rings(exchange, seed=SEED)

    assert not proposal.complete
    assert 0 < proposal.value <= proposal.bound
    assert judged(exchange, proposal).problems == ()


def test_small_chunks_give_the_same_rings(monkeypatch):
    exchange = crowd(40)
    whole = find_rings(exchange, seed=SEED, ring_length=4, chain_length=0)

    monkeypatch.setattr("matching.engine.rings.cycles.CHUNK", 7)

    assert find_rings(exchange, seed=SEED, ring_length=4, chain_length=0) == whole
