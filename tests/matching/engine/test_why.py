"""Why not that one, and why nobody: the answers agree with the ranking, and the changes work."""

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from matching.engine import (
    Index,
    Market,
    Weights,
    near_misses,
    openings,
    rank,
    why_nobody,
    why_not,
)
from matching.engine.told import Ahead, Counted
from tests.matching.engine.markets import TODAY, WEIGHTS, asks, holds, markets, need, supply
from tests.matching.engine.test_explain import changed

FACTS = {"weights": WEIGHTS, "today": TODAY}


@settings(max_examples=60, deadline=None)
@given(markets(max_needs=4, max_supplies=5), st.integers(1, 2), st.sampled_from(["need", "supply"]))
def test_why_not_agrees_with_the_ranking(market, top, side):
    ranking = rank(market, weights=WEIGHTS, seed=1, today=TODAY, top=top)
    for a_need in market.needs:
        for a_supply in market.supplies:
            told = why_not(market, a_need.key, a_supply.key, side=side, seed=1, top=top, **FACTS)
            event(told.reason)
            own, other = (
                (ranking.by_need[a_need.key], a_supply.key)
                if side == "need"
                else (ranking.by_supply[a_supply.key], a_need.key)
            )
            assert told.place == (own.index(other) + 1 if other in own else None)
            assert (told.reason == "listed") == (told.place is not None)
            if told.reason in {"joint", "used", "lottery"}:
                assert told.last == own[-1]
                assert told.behind == told.last_joint - told.joint
            for change in told.would_list:
                event(change.kind)
                new = changed(a_supply, change)
                others = tuple(s for s in market.supplies if s.key != a_supply.key)
                wider = Market(
                    needs=market.needs,
                    supplies=(*others, new),
                    affinity=market.affinity,
                    refused=market.refused,
                    conflicts=market.conflicts,
                )
                if side == "need":
                    after = rank(wider, weights=WEIGHTS, seed=1, today=TODAY, top=top)
                    assert a_supply.key in after.by_need[a_need.key]


@settings(max_examples=40, deadline=None)
@given(markets(max_needs=4, max_supplies=5))
def test_why_nobody_counts_everyone_once(market):
    ranking = rank(market, weights=WEIGHTS, seed=1, today=TODAY, top=99)
    for side, rows, lists in (
        ("need", market.needs, ranking.by_need),
        ("supply", market.supplies, ranking.by_supply),
    ):
        others = market.supplies if side == "need" else market.needs
        for row in rows:
            told = why_nobody(market, row.key, side=side, **FACTS)
            assert told.looked_at == len(others)
            assert told.listed == len(lists[row.key])
            assert told.listed + sum(entry.count for entry in told.closed) == told.looked_at
            assert [len(near.gates) for near in told.nearest] == sorted(
                len(near.gates) for near in told.nearest
            )


def test_what_the_last_on_the_list_has_more_of():
    market = Market(
        needs=(need(requirements=asks((1, 2), (2, 2)), gives_back={"story"}),),
        supplies=(
            supply("best", held=holds((1, 2), (2, 2)), asks={"story"}),
            supply("one", held=holds((1, 2)), asks={"story"}),
        ),
    )

    told = why_not(market, "n", "one", side="need", seed=1, top=1, **FACTS)

    assert (told.reason, told.last, told.ahead) == ("joint", "best", (Ahead("skill", 5_000, 2),))
    assert told.behind == told.last_joint - told.joint > 0
    assert told.would_list == ()


def test_equals_are_told_apart_by_levels_used_and_then_by_lot():
    used = Market(
        needs=(need("n1", requirements=asks((1, 1))), need("n2", requirements=asks((1, 3)))),
        supplies=(supply(held=holds((1, 3))),),
    )
    lot = Market(needs=(need(),), supplies=(supply("a"), supply("b")))

    first = why_not(used, "n1", "s", side="supply", seed=1, top=1, **FACTS)
    answers = {
        key: why_not(lot, "n", key, side="need", seed=1, top=1, **FACTS).reason for key in "ab"
    }

    assert (first.reason, first.last, first.behind) == ("used", "n2", 0)
    assert sorted(answers.values()) == ["listed", "lottery"]


def test_a_change_that_gives_a_place_is_told_the_cheapest_first():
    market = Market(
        needs=(need(requirements=asks((1, 3, True), (2, 1)), place="wl"),),
        supplies=(
            supply("far", held=holds((1, 4), (2, 1)), places={"du"}),
            supply("weak", held=holds((1, 1), (2, 1))),
        ),
    )

    far, weak = (why_not(market, "n", key, side="need", seed=1, **FACTS) for key in ("far", "weak"))

    assert (far.reason, [c.kind for c in far.would_list]) == ("gates", ["widen_place"])
    assert [(c.kind, c.skill, c.to_level) for c in weak.would_list] == [("raise_level", 1, 2)]


def test_too_little_of_either_side_is_named():
    w = Weights(neutral=0)
    market = Market(
        needs=(need(requirements=asks((1, 2)), pay=""),),
        supplies=(supply("unfit"), supply("gains nothing", held=holds((1, 2)))),
    )

    told = why_nobody(market, "n", side="need", weights=w, today=TODAY)

    assert told.closed == (Counted("too_little_fit", 1), Counted("no_benefit", 1))
    assert (
        why_not(market, "n", "unfit", side="need", weights=w, seed=1, today=TODAY).reason
        == "too_little_fit"
    )


def test_the_nearest_leave_out_what_nobody_should_change():
    market = Market(
        needs=(need(requirements=asks((1, 3, True)), place="wl"),),
        supplies=(
            supply("own", organisations={"host"}),
            supply("two", places={"du"}),
            supply("one", held=holds((1, 3)), places={"du"}),
        ),
    )

    told = why_nobody(market, "n", side="need", **FACTS)

    assert [(near.supply, [g.code for g in near.gates]) for near in told.nearest] == [
        ("one", ["place"]),
        ("two", ["place", "essential"]),
    ]
    assert [change.kind for change in told.nearest[0].would_change] == ["widen_place"]
    assert told.closed == (Counted("place", 2), Counted("own_organisation", 1))


@pytest.mark.parametrize("ask", [why_not, why_nobody])
def test_another_side_is_refused(ask):
    market = Market(needs=(need(),), supplies=(supply(),))
    keys = ("n", "s") if ask is why_not else ("n",)
    more = {"seed": 1} if ask is why_not else {}

    with pytest.raises(ValueError, match="A side is"):
        ask(market, *keys, side="both", **more, **FACTS)


MARKET = Market(
    needs=tuple(need(f"n{i}", requirements=asks((1, 3, True))) for i in range(3)),
    supplies=tuple(supply(f"s{i}", held=holds((2, 1))) for i in range(3)),
)
LOOKS = {
    "why_not": lambda **limits: why_not(MARKET, "n1", "s1", side="need", seed=1, **FACTS, **limits),
    "why_nobody": lambda **limits: why_nobody(MARKET, "n1", side="need", **FACTS, **limits),
    "near_misses": lambda **limits: near_misses(MARKET, "n1", **FACTS, **limits),
    "openings": lambda **limits: openings(MARKET, "s1", **FACTS, **limits),
    "Index": lambda **limits: Index(MARKET, seed=1, **FACTS, **limits),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_look_at_everyone_tells_how_far_it_is(look):
    told = []

    look(time_limit=60, progress=lambda done, whole: told.append((done, whole)))

    assert told == [(1, 3), (2, 3), (3, 3)] or told == [(3, 3)]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_look_at_everyone_ends_when_its_time_is_over(look):
    with pytest.raises(TimeoutError, match="took more than 0 seconds"):
        look(time_limit=0)


@pytest.mark.parametrize("limit", [float("nan"), -1, "1", True])
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_time_limit_is_in_seconds(look, limit):
    with pytest.raises(ValueError, match="time_limit is in seconds"):
        look(time_limit=limit)
