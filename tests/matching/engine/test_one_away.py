"""Everybody one gate away, over a whole market: the same as need by need, and supply by supply."""

import sys
from collections import defaultdict
from unittest.mock import patch

from hypothesis import event, given, settings

from matching.engine import Held, Market, near_misses, one_away
from matching.engine.changes import look, with_level
from tests.matching.engine.markets import TODAY, WEIGHTS, asks, markets, need, supply, weights
from tests.support import proof

ALL = {"near": 5, "skills": 3}


def opened_by_hand(market, chosen, skills):
    """Each supply's skills, those that keep it from most needs, tried at each level on each need."""
    for row in market.supplies:
        kept = defaultdict(lambda: defaultdict(set))
        for one in market.needs:
            gates = look(one, row, market, chosen, TODAY).gates
            if len(gates) == 1 and gates[0].code == "essential":
                kept[gates[0].facts["skill"]][gates[0].facts["needed"]].add(one.key)
        counts = {skill: sum(map(len, levels.values())) for skill, levels in kept.items()}
        for skill in sorted(counts, key=lambda skill: (-counts[skill], skill))[:skills]:
            tried = {key for keys in kept[skill].values() for key in keys}
            for other, levels in kept.items():
                if dict(market.affine.get(other, ())).get(skill, 0) >= chosen.gate_affinity:
                    tried.update(*levels.values())
            found = []
            for level in kept[skill]:
                raised = with_level(row, skill, level)
                count = sum(
                    look(market.need(key), raised, market, chosen, TODAY).listed for key in tried
                )
                found.append((-count, level))
            count, level = min(found)
            if count:
                yield row.key, skill, row.level_of(skill), level, -count


@given(market=markets(), chosen=weights)
@settings(max_examples=proof.times(60, full=1_000), deadline=None)
def test_one_away_says_what_each_need_and_each_supply_would_be_told(market, chosen):
    facts = {"weights": chosen, "today": TODAY}
    found = one_away(market, **facts, **ALL)
    expected = {
        one.key: near_misses(market, one.key, **facts, top=ALL["near"]) for one in market.needs
    }
    assert found.misses == expected
    opened = {
        (row.supply, row.skill, row.from_level, row.to_level, row.count) for row in found.opened
    }
    assert opened == set(opened_by_hand(market, chosen, ALL["skills"]))
    with patch.multiple(sys.modules[one_away.__module__], WIDTH=3, TOGETHER=2):
        assert one_away(market, **facts, **ALL) == found
    event("a near miss" if any(expected.values()) else "none")
    event("an opening" if opened else "nothing opened")


def test_one_away_reports_each_need_once_and_cuts_what_was_asked():
    market = Market(
        needs=tuple(need(f"n{n}", requirements=asks((1, 3, True))) for n in range(3)),
        supplies=tuple(supply(f"s{n}", held=(Held(2, 4),)) for n in range(7)),
        affinity={},
    )
    seen = []
    found = one_away(
        market, weights=WEIGHTS, today=TODAY, near=2, skills=1,
        progress=lambda done, of: seen.append((done, of)),
    )  # fmt: skip
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert all(len(rows) <= 2 for rows in found.misses.values())
    assert {(row.supply, row.count) for row in found.opened} == {(f"s{n}", 3) for n in range(7)}
