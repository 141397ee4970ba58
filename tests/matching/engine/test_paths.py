"""The ways in which ``rank`` may work answer alike: in chunks, by bounds, by kernels, compiled."""

import random
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import (
    Held,
    Market,
    Requirement,
    Weights,
    compiled,
    encode,
    kernels,
    lists,
    rank,
    shelving,
)
from matching.engine.features import score
from tests.matching.engine import oracle
from tests.matching.engine.markets import (
    TODAY,
    WEIGHTS,
    asks,
    holds,
    markets,
    need,
    supply,
    weights,
)
from tests.support import proof

LOOPS = SimpleNamespace(
    shortlist=kernels.shortlist,
    sift=kernels.sift,
    exact=kernels.exact,
    moves=SimpleNamespace(
        take_off=shelving.take_off_each,
        places=shelving.places_each,
        put_in=shelving.put_in_each,
    ),
)
"""The kernels as they are written, which needs no compiler."""


def run(market, *, w=WEIGHTS, top=3, **options):
    return rank(market, weights=w, seed="s", today=TODAY, top=top, **options)


def same(one, other):
    assert dict(one.by_need) == dict(other.by_need)
    assert dict(one.by_supply) == dict(other.by_supply)
    assert one.joints == other.joints


def large(seed, *, needs=60, supplies=400, skills=12, most=7):
    """A market in which floors, chunks, relatives, ties and every gate are at work."""
    draw = random.Random(seed)

    def rows(kind, count):
        return tuple(
            kind(draw.randint(1, skills), draw.randint(1, 4)) for _ in range(draw.randint(0, count))
        )

    def some(values, count):
        return frozenset(draw.sample(values, draw.randint(0, count)))

    organisations, places = ["o1", "o2", "o3"], ["wv", "wl", "du"]
    themes, returns = ["air", "bus", "care"], ["story", "venue", "credit"]
    return Market(
        needs=tuple(
            need(
                f"n{i}",
                organisation=draw.choice(organisations),
                requirements=tuple(
                    Requirement(row.skill, row.level, draw.random() < 0.1)
                    for row in rows(Held, most)
                ),
                place=draw.choice([None, *places]),
                pattern=draw.choice(["on_site", "hybrid", "remote"]),
                themes=some(themes, 2),
                gives_back=some(returns, 2),
                pay=draw.choice(["", "paid", "voluntary"]),
                stages=draw.choice([(), (), {"expert"}]),
                accepts=draw.choice([{"person", "offer"}, {"person", "offer"}, {"offer"}]),
                hours=draw.choice([None, 10, 30]),
                starts=draw.choice([None, TODAY]),
                ends=draw.choice([None, TODAY.replace(year=2027)]),
                seats_left=draw.choice([1, 1, 1, 0]),
                never_helped=draw.random() < 0.5,
                underserved=draw.random() < 0.5,
                pending=draw.randint(0, 5),
            )
            for i in range(needs)
        ),
        supplies=tuple(
            supply(
                f"s{i}",
                kind=draw.choice(["person", "person", "offer"]),
                held=rows(Held, 6),
                wanted=rows(Held, 4),
                places=some(places, 2),
                remote=draw.random() < 0.5,
                organisations=some(organisations, 1),
                linked_with=some(organisations, 2),
                themes=some(themes, 3),
                asks=some(returns, 3),
                stage=draw.choice(["student", "expert"]),
                hours=draw.choice([None, 8, 20]),
                available_until=draw.choice([None, None, TODAY.replace(year=2027, month=3)]),
                capacity_left=draw.choice([1, 1, 1, 0]),
                pending=draw.randint(0, 5),
            )
            for i in range(supplies)
        ),
        affinity={
            (draw.randint(1, skills), draw.randint(1, skills)): draw.choice([300, 777, 800, 1000])
            for _ in range(2 * skills)
        },
        refused=frozenset((f"n{draw.randrange(needs)}", f"s{i}") for i in range(9)),
        conflicts=frozenset({("o1", "s3"), ("o2", "s5")}),
    )


def by_oracle(market, w, top):
    by_need, by_supply = oracle.lists(market, w, "s", TODAY, top)
    return [
        {key: tuple(row[0] for row in rows) for key, rows in side.items()}
        for side in (by_need, by_supply)
    ]


def test_a_large_market_equals_the_oracle():
    count = proof.times(2, full=60)
    for seed in range(count):
        market = large(seed, needs=25, supplies=80)
        ranking = run(market, top=2)

        by_need, by_supply = by_oracle(market, WEIGHTS, 2)
        assert (dict(ranking.by_need), dict(ranking.by_supply)) == (by_need, by_supply)
    proof.record("large markets against the oracle", markets=count, differences=0)


@pytest.fixture
def loops(monkeypatch):
    """The kernels uncompiled, in place of the compiled ones."""
    monkeypatch.setattr(compiled, "compile_kernels", lambda: LOOPS)
    monkeypatch.setattr(compiled, "available", lambda: True)


@pytest.mark.parametrize("room", [300, 600, 2_000, compiled.ROOM])
@pytest.mark.parametrize("together", [7, compiled.TOGETHER])
def test_kernels_answer_as_numpy_does(monkeypatch, loops, room, together):
    monkeypatch.setattr(compiled, "ROOM", room)
    monkeypatch.setattr(compiled, "TOGETHER", together)
    monkeypatch.setattr(kernels, "BLOCK", 96)
    monkeypatch.setattr(encode, "WIDTH", 150)
    market = large(3, needs=40, supplies=200)

    one = run(market, fast=False)
    other = run(market, fast=True)

    assert (one.path, other.path) == ("numpy", "compiled")
    same(one, other)


@settings(max_examples=30, deadline=None)
@given(markets(), weights, st.integers(1, 3))
def test_kernels_answer_as_numpy_does_for_any_market(market, w, top):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "compile_kernels", lambda: LOOPS)
        patch.setattr(compiled, "available", lambda: True)

        same(run(market, w=w, top=top, fast=True), run(market, w=w, top=top, fast=False))


def test_what_better_needs_push_out_makes_room(monkeypatch, loops):
    """Each need is better than the one before, for everyone, and has a best of its own."""
    monkeypatch.setattr(compiled, "ROOM", 400)
    monkeypatch.setattr(kernels, "BLOCK", 64)
    market = Market(
        needs=tuple(
            need(f"n{k:02}", requirements=asks(*((skill, 1) for skill in range(12 - k, 24 - k))))
            for k in range(12)
        ),
        supplies=tuple(
            supply(f"s{i:02}", held=holds(*((s, 1) for s in range(1, 13))), pending=9 * (i > 0))
            for i in range(64)
        ),
    )

    same(run(market, top=1, fast=True), run(market, top=1, fast=False))


def test_kernels_answer_where_nobody_named_a_day_or_holds_a_skill(loops):
    market = Market(
        needs=(
            need("n1", requirements=asks((1, 2), (9, 1))),
            need("n2", requirements=asks((1, 3))),
        ),
        supplies=tuple(supply(f"s{i}", held=holds((1, 1 + i % 4))) for i in range(8)),
    )

    fast = run(market, fast=True)

    same(fast, run(market, fast=False))
    assert (dict(fast.by_need), dict(fast.by_supply)) == tuple(by_oracle(market, WEIGHTS, 3))


def test_a_rare_skill_that_its_holders_want_to_deepen():
    market = Market(
        needs=(need("n1", requirements=asks((1, 3))),),
        supplies=(
            supply("s0", held=holds((1, 2)), wanted=holds((1, 3))),
            supply("s1", held=holds((1, 2)), wanted=holds((1, 4))),
            *(supply(f"t{i}", held=holds((2, 1)), wanted=holds((1, 1))) for i in range(60)),
        ),
    )

    ranking = run(market)

    assert (dict(ranking.by_need), dict(ranking.by_supply)) == tuple(by_oracle(market, WEIGHTS, 3))
    assert set(ranking.by_need["n1"]) == {"s0", "s1"}


def test_the_lists_of_a_ranking_can_be_asked():
    market = Market(
        needs=(need("n1"), need("n2", pending=9)), supplies=(supply("s1"), supply("s2", pending=9))
    )
    ranking = run(market)

    assert list(ranking.by_supply.holding("n1")) == ["s1", "s2"]
    assert [(other, place) for other, (place, _) in ranking.by_need.entries("n1")] == [
        ("s1", 1),
        ("s2", 2),
    ]
    assert dict(ranking.by_need.entries("n1"))["s2"][1] == ranking.joints["n1", "s2"]
    assert ranking.ranks("n2", "s1") == (1, 2)
    assert ranking.ranks("n1", "nobody") == (None, None)
    assert ("n1" in ranking.by_need, "s1" in ranking.by_need) == (True, False)


def test_compiled_answers_as_numpy_does():
    """What the tests need brings numba, so this is never left out."""
    count = proof.times(3, full=100)
    for seed in range(count):
        market = large(seed)
        fast = run(market, fast=True)

        assert fast.path == "compiled"
        same(fast, run(market, fast=False))
    proof.record("compiled rankings against numpy", markets=count, differences=0)


def test_the_compiled_path_is_refused_without_numba(monkeypatch):
    monkeypatch.setattr(compiled, "find_spec", lambda name: None)

    with pytest.raises(ValueError, match="needs numba"):
        run(Market(), fast=True)
    assert not compiled.wanted(10**12, None)


def test_the_compiled_path_is_taken_where_it_is_there_and_pays(monkeypatch):
    monkeypatch.setattr(compiled, "find_spec", lambda name: object())

    assert [compiled.wanted(pairs, None) for pairs in (10, 10**9)] == [False, True]
    assert not compiled.wanted(10**9, False)


def test_kernels_are_compiled_even_where_nothing_can_be_kept(monkeypatch):
    asked = []

    def njit(function, *, cache=False, error_model):
        asked.append((function.__name__, cache))
        if cache:
            raise RuntimeError("cannot cache")
        return function

    monkeypatch.setitem(__import__("sys").modules, "numba", SimpleNamespace(njit=njit))

    made = compiled.compile_kernels.__wrapped__()

    assert vars(made) == vars(LOOPS)
    assert asked[:2] == [("shortlist", True), ("shortlist", False)]


@pytest.mark.parametrize("width", [1, 64, 1 << 14])
def test_chunks_change_nothing(monkeypatch, width):
    market = large(1, needs=30, supplies=150)
    whole = run(market)

    monkeypatch.setattr(encode, "WIDTH", width)

    same(run(market), whole)


def test_rows_made_anew_change_nothing(monkeypatch):
    market = large(2, needs=30, supplies=150)
    whole = run(market)

    monkeypatch.setattr(encode, "BUDGET", 0)
    monkeypatch.setattr(lists, "BUFFER", 0)

    same(run(market), whole)


@pytest.mark.parametrize("skills", [1, 1_500, 13_900])
def test_vocabularies_of_any_size(skills):
    market = large(4, needs=20, supplies=60, skills=skills)

    ranking = run(market)

    by_need, by_supply = by_oracle(market, WEIGHTS, 3)
    assert (dict(ranking.by_need), dict(ranking.by_supply)) == (by_need, by_supply)


def test_a_requirement_that_counts_too_often_for_a_bound_is_scored_for_all():
    w = Weights(essential_share=100)
    market = Market(
        needs=(need(requirements=asks(*((skill, 2, True) for skill in range(1, 9)))),),
        supplies=tuple(
            supply(f"s{i}", held=holds(*((skill, 1 + (i + skill) % 4) for skill in range(1, 9))))
            for i in range(30)
        ),
    )

    ranking = run(market, w=w)

    assert dict(ranking.by_need) == by_oracle(market, w, 3)[0]


def test_a_growth_too_great_for_a_bound_is_counted_in_coarser_units():
    w = Weights(growth=10_000, returns=0, themes=0, reward=0, new_link=0, enough_growth=1)
    wants = tuple(Held(skill, 2) for skill in range(1, 41))
    market = Market(
        needs=(need(requirements=asks(*((skill, 2) for skill in range(1, 41)))),),
        supplies=tuple(
            supply(f"s{i}", held=holds(*((s, 1) for s in range(1, 41 - i))), wanted=wants)
            for i in range(20)
        ),
    )

    ranking = run(market, w=w)

    assert dict(ranking.by_need) == by_oracle(market, w, 3)[0]


def test_everybody_ties():
    market = Market(
        needs=tuple(need(f"n{i}") for i in range(10)),
        supplies=tuple(supply(f"s{i}") for i in range(40)),
    )

    ranking = run(market)

    by_need, by_supply = by_oracle(market, WEIGHTS, 3)
    assert (dict(ranking.by_need), dict(ranking.by_supply)) == (by_need, by_supply)


def test_a_need_without_requirements_may_be_worth_too_little_to_list():
    market = Market(needs=(need(),), supplies=(supply(),))

    assert run(market, w=Weights(no_requirements=0)).by_need["n"] == ()


def test_a_time_limit_ends_the_run():
    with pytest.raises(TimeoutError, match="more than 0 seconds"):
        run(large(1, needs=9, supplies=9), time_limit=0)
    assert run(large(1, needs=9, supplies=9), time_limit=60).path == "numpy"


def test_more_rows_than_a_list_can_number_are_refused(monkeypatch):
    monkeypatch.setattr("matching.engine.scoring.MOST_ROWS", 1)

    with pytest.raises(ValueError, match="1 needs at most, not 2"):
        run(Market(needs=(need("a"), need("b"))))


def test_lists_are_read_like_a_dictionary():
    ranking = run(large(5, needs=5, supplies=9))

    assert len(ranking.by_need) == 5
    assert ranking.by_need == dict(ranking.by_need)
    assert ranking.by_need != "lists"
    with pytest.raises(KeyError):
        ranking.by_need["nobody"]
    for (need_key, supply_key), joint in ranking.joints.items():
        pair = score(
            ranking.market.need(need_key),
            ranking.market.supply(supply_key),
            market=ranking.market,
            weights=WEIGHTS,
        )
        assert pair.joint == joint


def test_progress_over_chunks_never_goes_back(monkeypatch):
    monkeypatch.setattr(encode, "WIDTH", 40)
    told = []

    run(large(6, needs=20, supplies=100), progress=lambda done, of: told.append((done, of)))

    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (20, 20)
    assert np.unique([of for _, of in told]).tolist() == [20]


def test_floors_from_early_needs_keep_the_best():
    market = large(7, needs=150, supplies=120)

    numpy, by_kernels = run(market, fast=False), None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "compile_kernels", lambda: LOOPS)
        patch.setattr(compiled, "available", lambda: True)
        patch.setattr(compiled, "ROOM", 121)
        by_kernels = run(market, fast=True)

    same(numpy, by_kernels)
    for pair in list(numpy.pairs())[:50]:
        assert pair.joint == numpy.joints[pair.need, pair.supply]


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Held(1, 2.0), "level is 1 to 4, not 2.0"),
        (lambda: Held(1, True), "level is 1 to 4"),
        (lambda: Held(1, -1), "level is 1 to 4, not -1"),
        (lambda: Requirement(float("nan"), 1), "skill is a whole number"),
        (lambda: Requirement(-1, 1), "skill is a whole number"),
        (lambda: need(""), "key is a text"),
        (lambda: need("n1", seats_left=float("inf")), "n1: seats_left"),
        (lambda: supply("s1", capacity_left="2"), "s1: capacity_left"),
        (lambda: supply("s1", pending=-1), "s1: pending"),
        (lambda: need("n1", pending=float("nan")), "n1: pending"),
        (lambda: need("n1", hours=-1), "n1: hours"),
        (lambda: supply("s1", hours=10**12), "s1: hours"),
        (lambda: Market(needs=(need("n1"), need("n1"))), "Two needs have the same key, 'n1'"),
        (lambda: Market(affinity={(1, 2): float("nan")}), "Affinity of 1 and 2"),
    ],
)
def test_bad_rows_are_refused_by_name(build, words):
    with pytest.raises(ValueError, match=words):
        build()
