"""Explanations: the facts are right, and what would change a score does change it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import event, given, settings

from matching.engine import Held, Market, explain, near_misses, openings, rank
from matching.engine.told import Grow, Missing, Opening, Use
from tests.matching.engine.markets import (
    TODAY,
    WEIGHTS,
    asks,
    holds,
    markets,
    need,
    supply,
)

FACTS = {"weights": WEIGHTS, "today": TODAY}


def one(a_need, a_supply, **market):
    market = Market(needs=(a_need,), supplies=(a_supply,), **market)
    return explain(market, a_need.key, a_supply.key, **FACTS)


def changed(a_supply, change):
    """The supply after a change, made by hand from what the change says."""
    if change.skill is not None:
        rest = tuple(row for row in a_supply.held if row.skill != change.skill)
        return replace(a_supply, held=(*rest, Held(change.skill, change.to_level)))
    if change.place is not None:
        return replace(a_supply, places=a_supply.places | {change.place})
    return replace(
        a_supply,
        available_from=change.available_from,
        available_until=change.available_until,
    )


@settings(max_examples=80, deadline=None)
@given(markets(max_needs=2, max_supplies=2))
def test_each_change_does_what_it_says(market):
    for a_need in market.needs:
        for a_supply in market.supplies:
            before = explain(market, a_need.key, a_supply.key, **FACTS)
            for change in before.would_change:
                event(change.kind)
                new = changed(a_supply, change)
                others = tuple(s for s in market.supplies if s.key != a_supply.key)
                after = explain(
                    replace(market, supplies=(*others, new)), a_need.key, a_supply.key, **FACTS
                )
                assert (after.joint, after.fit) == (change.joint, change.fit)
                assert len(after.gates) == change.gates_left
                assert change.opens == (after.listed and not before.listed)
                assert len(after.gates) < len(before.gates) or after.joint > before.joint


@settings(max_examples=30, deadline=None)
@given(markets())
def test_an_explanation_agrees_with_the_ranking(market):
    ranking = rank(market, weights=WEIGHTS, seed=1, today=TODAY, top=99)
    for a_need in market.needs:
        listed = {pair.supply: pair for pair in ranking.for_need(a_need.key)}
        for a_supply in market.supplies:
            told = explain(market, a_need.key, a_supply.key, **FACTS)
            assert told.listed == (a_supply.key in listed)
            if told.listed:
                pair = listed[a_supply.key]
                assert told.gates == ()
                assert (told.joint, told.parts_need, told.parts_supply, told.adjustments) == (
                    (pair.joint, pair.parts_need, pair.parts_supply, pair.adjustments)
                )
            points = sum(use.points for use in told.uses)
            lost = sum(row.points_lost for row in told.missing)
            if a_need.requirements:
                assert (points, points + lost) == (told.fit, 10_000)


@settings(max_examples=30, deadline=None)
@given(markets())
def test_a_near_miss_fails_exactly_one_gate(market):
    for a_need in market.needs:
        for miss in near_misses(market, a_need.key, **FACTS):
            told = explain(market, a_need.key, miss.supply, **FACTS)
            assert told.gates == (miss.gate,)
            assert told.fit == miss.fit >= WEIGHTS.least_fit


def test_uses_missing_and_growth_name_skills_and_levels():
    told = one(
        need(requirements=asks((1, 2, True), (2, 3), (3, 1), (4, 2)), themes={"air", "bus"}),
        supply(
            held=holds((1, 4), (2, 2), (9, 2)),
            wanted=holds((2, 3), (3, 2), (1, 2)),
            themes={"air"},
        ),
        affinity={(4, 9): 500},
    )

    assert told.uses == (
        Use(1, 2, 4, 1, True, 4000),
        Use(2, 3, 2, 2, False, 1333),
        Use(4, 2, 2, 9, False, 1000),
    )
    assert told.missing == (
        Missing(2, 3, 2, False, 667),
        Missing(3, 1, 0, False, 2000),
        Missing(4, 2, 2, False, 1000),
    )
    assert told.grows == (Grow(2, 2, 3), Grow(3, 0, 1))
    assert told.themes == ("air",)
    assert told.priority == "training-and-profile"


def test_the_cheapest_change_that_opens_a_pair_comes_first():
    told = one(
        need(requirements=asks((1, 4, True), (2, 2)), place="wl"),
        supply(held=holds((1, 3), (2, 1)), places={"du"}),
    )

    assert [(c.kind, c.cost, c.opens) for c in told.would_change] == [
        ("widen_place", 1, True),
        ("raise_level", 2, False),
        ("raise_level", 2, False),
    ]


def test_dates_that_do_not_meet_are_widened():
    start = TODAY + timedelta(days=30)
    told = one(
        need(starts=start, ends=start + timedelta(days=9)),
        supply(available_from=start + timedelta(days=8)),
    )

    assert [(c.kind, c.available_from, c.opens) for c in told.would_change] == [
        ("widen_dates", start, True)
    ]


def test_a_missing_essential_skill_is_offered_at_the_level_that_opens():
    told = one(need(requirements=asks((1, 3, True))), supply(held=holds((2, 4))))

    assert [(c.kind, c.skill, c.from_level, c.to_level, c.opens) for c in told.would_change] == [
        ("add_skill", 1, 0, 2, True)
    ]


@pytest.mark.parametrize(
    "shut",
    [
        {"refused": {("n", "s")}},
        {"conflicts": {("host", "s")}},
    ],
    ids=["refused", "conflict"],
)
def test_what_nobody_should_change_is_no_near_miss(shut):
    market = Market(needs=(need(),), supplies=(supply(),), **shut)

    assert near_misses(market, "n", **FACTS) == ()


def test_near_misses_come_best_fit_first():
    market = Market(
        needs=(need(requirements=asks((1, 4, True), (2, 4)), place="wl"),),
        supplies=(
            supply("far", held=holds((1, 4)), places={"du"}),
            supply("far but good", held=holds((1, 4), (2, 4)), places={"du"}),
            supply("fits", held=holds((1, 4))),
            supply("hopeless", held=holds((2, 4)), places={"du"}),
            supply("unskilled", held=holds((2, 4))),
        ),
    )

    misses = near_misses(market, "n", **FACTS)

    assert [(miss.supply, miss.gate.code) for miss in misses] == [
        ("far but good", "place"),
        ("far", "place"),
        ("unskilled", "essential"),
    ]


def test_openings_say_which_skill_would_open_most():
    market = Market(
        needs=(
            need("n1", requirements=asks((1, 3, True), (9, 1))),
            need("n2", requirements=asks((1, 2, True), (9, 1))),
            need("n3", requirements=asks((2, 2, True), (9, 1))),
            need("n4", requirements=asks((1, 2, True), (9, 1)), place="wl"),
            need("n5", requirements=asks((9, 1))),
        ),
        supplies=(supply(held=holds((9, 1)), places={"du"}),),
    )

    assert openings(market, "s", **FACTS) == (
        Opening(1, 0, 2, ("n1", "n2")),
        Opening(1, 0, 1, ("n2",)),
        Opening(2, 0, 1, ("n3",)),
    )


def test_an_unknown_key_raises():
    with pytest.raises(KeyError):
        explain(Market(needs=(need(),)), "n", "nobody", **FACTS)


def test_a_full_need_has_no_near_misses_and_a_skill_may_open_nothing():
    market = Market(
        needs=(
            need("full", seats_left=0),
            need("two", requirements=asks((1, 3, True), (2, 3, True))),
            need("thin", requirements=asks((1, 1, True), *((s, 4) for s in range(20, 60)))),
        ),
        supplies=(supply(held=holds((2, 3))),),
    )

    assert near_misses(market, "full", **FACTS) == ()
    assert [row.needs for row in openings(market, "s", **FACTS)] == [("two",)]


def test_dates_are_not_widened_past_the_last_of_all_days():
    late = need(starts=date.max)
    person = supply(available_until=TODAY)
    market = Market(needs=(late,), supplies=(person,))

    told = explain(market, late.key, person.key, weights=WEIGHTS, today=TODAY)

    until = [c.available_until for c in told.would_change if c.kind == "widen_dates"]
    assert until in ([], [date.max])
