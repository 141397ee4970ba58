"""The measures, against figures worked by hand (the same example as docs/matching/measures.md)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import measures
from matching.engine.measures import Share

LISTS = {"n1": ["a", "b", "c"], "n2": ["b", "a"], "n3": []}
RIGHT = {"n1": {"b"}, "n2": {"a", "c"}, "n9": {"a"}}


def test_coverage_counts_those_with_a_match():
    assert measures.coverage(LISTS) == Share(2, 3)
    assert measures.coverage(LISTS).share == 2 / 3
    assert measures.coverage({}).share is None


def test_precision_is_of_the_places():
    assert measures.precision_at(1, LISTS, RIGHT) == Share(0, 2)
    assert measures.precision_at(2, LISTS, RIGHT) == Share(2, 4)


def test_recall_is_of_what_proved_right():
    assert measures.recall_at(1, LISTS, RIGHT) == Share(0, 3)
    assert measures.recall_at(2, LISTS, RIGHT) == Share(2, 3)


def test_ndcg_weighs_the_order():
    worth = {"n1": {"a": 1, "b": 3}, "n2": {"b": 2}, "n3": {"a": 1}, "n4": {"a": 0}}
    first = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))

    assert measures.ndcg_at(2, LISTS, worth) == pytest.approx((first + 1 + 0) / 3)
    assert measures.ndcg_at(2, LISTS, {"n4": {"a": 0}}) is None


def test_reciprocal_gain_shows_whoever_gains_less():
    assert measures.reciprocal_gain([(9000, 3000), (4000, 6001)]) == measures.Gain(
        2, 6500, 4500, 3500
    )
    assert measures.reciprocal_gain([]) == measures.Gain(0, 0, 0, 0)


def test_exposure_by_group():
    found = measures.exposure(LISTS, {"a": "council", "b": "council", "c": "charity"})
    second = 1 / math.log2(3)
    whole = 2 * (1 + second) + 0.5

    assert [(group.name, group.members) for group in found.groups] == [
        ("charity", 1),
        ("council", 2),
    ]
    assert found.groups[0].share == pytest.approx(0.5 / whole)
    assert found.groups[1].gini == 0
    assert found.gini == pytest.approx(2 * (1 + second - 0.5) / (3 * whole))
    assert found.between == pytest.approx((1 + second - 0.5) / (2 * (1.5 + second)))


def test_exposure_of_nobody_and_of_those_on_no_list():
    assert measures.exposure({}, {}).groups == ()
    assert measures.exposure({"n": ["z"]}, {"a": "council"}).groups[0].share == 0


def test_gini_of_hand_worked_amounts():
    assert measures.gini([5, 5, 5]) == 0
    assert measures.gini([0, 0, 0, 8]) == 0.75
    assert measures.gini([1, 3]) == 0.25
    assert measures.gini([]) == measures.gini([0, 0]) == 0


def test_envy_of_what_others_were_given():
    given_ = {"a": ["x"], "b": ["y"], "c": []}
    worth = {"a": {"x": 3, "y": 5}, "b": {"x": 1, "y": 1}, "c": {"x": 4}}

    assert measures.envy(given_, worth) == measures.Envy(Share(2, 3), 4)
    assert measures.envy({}, {}) == measures.Envy(Share(0, 0), 0)


@pytest.mark.parametrize("k", [0, -1, 1.5, True])
def test_a_number_of_places_that_cannot_be_is_refused(k):
    for measure in (measures.precision_at, measures.recall_at, measures.ndcg_at):
        with pytest.raises(ValueError, match="k: a whole number of 1 or more"):
            measure(k, LISTS, RIGHT)


def test_amounts_that_cannot_be_are_refused():
    for amount in (-1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="gini: every amount"):
            measures.gini([1, amount])
    with pytest.raises(ValueError, match="worth of 'n1': every value must be 0 or more"):
        measures.ndcg_at(1, LISTS, {"n1": {"a": -1}})


@given(st.lists(st.integers(0, 1000), max_size=30), st.integers(1, 9))
def test_gini_is_of_shares_whatever_the_unit(amounts, times):
    found = measures.gini(amounts)

    assert 0 <= found < 1
    assert measures.gini([times * amount for amount in amounts]) == pytest.approx(found)
