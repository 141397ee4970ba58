"""An index follows rows that others changed; what is stated of a market can be judged and replayed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import (
    Index,
    Market,
    Stated,
    checks,
    difference,
    follow,
    from_json,
    part_of,
    rank,
    to_json,
)
from tests.matching.engine.markets import (
    TODAY,
    WEIGHTS,
    affinities,
    asks,
    holds,
    markets,
    need,
    supply,
)
from tests.support import proof

FACTS = {"weights": WEIGHTS, "seed": "s", "today": TODAY}
few = settings(max_examples=proof.times(30, full=1000), deadline=None, derandomize=True)


def shown(ranking):
    """(side, key) -> its list with the joint scores."""
    sides = (("need", ranking.by_need), ("supply", ranking.by_supply))
    return {
        (side, key): [
            (other, ranking.joints[(key, other) if side == "need" else (other, key)])
            for other in others
        ]
        for side, lists in sides
        for key, others in lists.items()
    }


@few
@given(markets(), markets(), affinities)
def test_an_index_follows_to_any_other_market(before, after, affinity):
    before, after = replace(before, affinity=affinity), replace(after, affinity=affinity)
    index = Index(before, **FACTS, top=2)
    was = shown(rank(before, **FACTS, top=2))

    steps = difference(before, after)
    told = follow(index, after, steps)

    full = rank(after, **FACTS, top=2)
    assert index.market() == after
    assert shown(index.ranking()) == shown(full)
    assert index.ranking().as_dict() == full.as_dict()
    moved = {name for name, rows in shown(full).items() if rows != was.get(name, [])}
    assert moved <= {("need", key) for key in told.needs} | {
        ("supply", key) for key in told.supplies
    }
    assert len(difference(after, index.market())) == 0


@few
@given(markets(), st.data())
def test_some_lists_can_be_judged_and_replayed_from_the_rows_on_them(market, data):
    ranking = rank(market, **FACTS, top=2)
    stated = Stated(
        *(
            tuple(data.draw(st.lists(st.sampled_from(sorted(side)), unique=True)) if side else ())
            for side in (ranking.by_need, ranking.by_supply)
        )
    )

    some = ranking.only(stated)

    document = json.loads(json.dumps(to_json(market, **FACTS, ranking=some, lists=stated)))
    assert checks.judge(document).problems == ()
    pairs = list(some.joints)
    small = part_of(
        market,
        needs=[*stated.needs, *(n for n, _ in pairs)],
        supplies=[*stated.supplies, *(s for _, s in pairs)],
    )
    read = from_json(json.dumps(to_json(small, **FACTS, lists=stated)))
    assert (read.market, read.lists) == (small, stated)
    assert rank(small, **FACTS, top=2).only(stated).as_dict() == some.as_dict()


def test_the_judge_misses_nobody_on_a_stated_list():
    market = Market(
        needs=(need("n1", requirements=asks((1, 2))), need("n2", requirements=asks((1, 1)))),
        supplies=tuple(supply(f"s{i}", held=holds((1, 2)), pending=i) for i in range(4)),
    )
    stated = Stated(("n1",), ("s3",))
    ranking = rank(market, **FACTS, top=2)
    document = to_json(market, **FACTS, ranking=ranking.only(stated), lists=stated)
    document = json.loads(json.dumps(document))
    whole = json.loads(json.dumps(to_json(market, **FACTS, ranking=ranking)))

    left_out = {**document, "result": {**document["result"], "pairs": []}}
    too_many = {**document, "result": whole["result"]}
    altered = {**document, "lists": {"needs": ["n1"], "supplies": []}}

    assert checks.judge(document).problems == ()
    assert checks.judge(document).counted["lists"] == 2
    assert "The list of n1 is not its best 2: s1 was left out." in checks.judge(left_out).problems
    assert any("was not asked for" in problem for problem in checks.judge(too_many).problems)
    assert "The digest is not that of the facts." in checks.judge(altered).problems


def test_a_part_keeps_what_concerns_its_rows_only():
    market = Market(
        needs=(need("n1", requirements=asks((1, 2))), need("n2", requirements=asks((5, 1)))),
        supplies=(supply("s1", held=holds((2, 1))), supply("s2", held=holds((3, 1)))),
        affinity={(1, 2): 800, (1, 3): 300, (5, 2): 300},
        refused={("n1", "s1"), ("n2", "s1"), ("n1", "s2")},
        conflicts={("o1", "s1"), ("o1", "s2")},
    )

    part = part_of(market, needs=["n1"], supplies=["s1"])

    assert part == Market(
        needs=market.needs[:1],
        supplies=market.supplies[:1],
        affinity={(1, 2): 800},
        refused={("n1", "s1")},
        conflicts={("o1", "s1")},
    )
    assert part_of(market) == market


def test_the_difference_names_what_to_put_and_what_to_drop():
    before = Market(needs=(need("n1"), need("n2")), supplies=(supply("s1"), supply("s2")))
    after = Market(
        needs=(need("n1", pending=1), need("n2")),
        supplies=(supply("s2"), supply("s3")),
        conflicts={("o", "s2")},
    )

    steps = difference(before, after)

    assert [row.key for row in steps.put_needs + steps.put_supplies] == ["n1", "s3"]
    assert (steps.dropped_needs, steps.dropped_supplies) == ((), ("s1",))
    assert (steps.apart, len(steps)) == (True, 3)


def test_lists_of_nobody_are_refused():
    ranking = rank(Market(needs=(need(),)), **FACTS)

    with pytest.raises(KeyError):
        ranking.only(Stated(("nobody",), ()))
