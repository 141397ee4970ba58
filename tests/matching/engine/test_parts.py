"""Lists put together from parts of a market, beside those of the whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import merged, rank
from matching.engine.checks import misplaced
from tests.matching.engine.markets import TODAY, WEIGHTS, markets
from tests.support import proof


@settings(max_examples=proof.times(15, full=300), deadline=None)
@given(market=markets(), size=st.integers(1, 4), top=st.integers(1, 3))
def test_lists_of_parts_put_together_are_those_of_the_whole(market, size, top):
    from matching.engine import part_of

    asked = {"weights": WEIGHTS, "seed": 7, "today": TODAY, "top": top}
    whole = rank(market, **asked)
    keys = [supply.key for supply in market.supplies]
    parts = [
        rank(part_of(market, supplies=keys[first : first + size]), **asked)
        for first in range(0, len(keys), size)
    ]
    for need in market.needs:
        entries = [
            (pair.joint, pair.used, pair.supply)
            for part in parts
            for pair in part.for_need(need.key)
        ]
        listed = merged(need.key, entries, seed=7, top=top)

        assert tuple(listed) == whole.by_need[need.key]
        assert misplaced(need.key, listed, entries, seed=7, top=top) == ""
    for part in parts:
        for key in part.by_supply:
            assert part.by_supply[key] == whole.by_supply[key]


def test_judge_of_a_merged_list_names_what_is_wrong():
    entries = [(900, 3, "a"), (900, 2, "b"), (500, 9, "c")]

    def said(*listed, top=2, of=entries):
        return misplaced("n", listed, of, seed=1, top=top)

    assert said("a", "b") == ""
    assert said("b", "a") == "The list of n is not in order."
    assert said("a", "c") == "The list of n leaves out somebody better than its last."
    assert said("a") == "The list of n has 1 of 3, cut at 2."
    assert "whom no part has" in said("a", "d")
    assert "whom no part has" in said("a", "a")
    assert said("a", "b", of=[*entries, (1, 1, "a")]) == "a was found twice for n."
