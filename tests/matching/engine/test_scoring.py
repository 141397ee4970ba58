"""``rank`` against the oracle, and the promises that hold for any market."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import SCALE, Held, Market, Weights, digest, lists, rank, to_json
from matching.engine.features import parts_for_supply, score
from tests.matching.engine import oracle
from tests.matching.engine.markets import (
    TODAY,
    WEIGHTS,
    asks,
    holds,
    levels,
    markets,
    need,
    needs,
    skills,
    supplies,
    supply,
    weights,
)

quick = settings(max_examples=40, deadline=None)


def run(market, *, w=WEIGHTS, seed="s", top=20):
    return rank(market, weights=w, seed=seed, today=TODAY, top=top)


def shown(ranking, side):
    keys = ranking.by_need if side == "need" else ranking.by_supply
    listed = ranking.for_need if side == "need" else ranking.for_supply
    other = "supply" if side == "need" else "need"
    return {
        key: [(getattr(p, other), p.fit, p.benefit, p.joint) for p in listed(key)] for key in keys
    }


@settings(max_examples=90, deadline=None)
@given(markets(), weights, st.integers(0, 3), st.integers(1, 4))
def test_rank_equals_the_oracle(market, w, seed, top):
    ranking = run(market, w=w, seed=seed, top=top)

    by_need, by_supply = oracle.lists(market, w, seed, TODAY, top)
    assert shown(ranking, "need") == by_need
    assert shown(ranking, "supply") == by_supply


@quick
@given(markets(), st.integers(1, 3))
def test_rank_is_the_same_when_lists_are_cut_early(market, top):
    whole = run(market, top=top).as_dict()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "BUFFER", 0)
        early = run(market, top=top).as_dict()

    assert early == whole


@quick
@given(markets(), st.randoms())
def test_permuting_the_input_changes_nothing(market, random):
    def shuffled(rows):
        rows = list(rows)
        random.shuffle(rows)
        return tuple(rows)

    other = Market(
        needs=tuple(replace(n, requirements=shuffled(n.requirements)) for n in market.needs)[::-1],
        supplies=shuffled(replace(s, held=shuffled(s.held)) for s in market.supplies),
        affinity=dict(shuffled(market.affinity.items())),
        refused=market.refused,
        conflicts=market.conflicts,
    )

    facts = {"weights": WEIGHTS, "seed": 1, "today": TODAY}
    assert run(other).as_dict() == run(market).as_dict()
    assert digest(other, **facts) == digest(market, **facts)


@quick
@given(markets())
def test_an_irrelevant_person_changes_no_pair(market):
    stranger = supply("stranger", held=holds((999, 4)), capacity_left=0)
    more = replace(market, supplies=(*market.supplies, stranger))

    assert run(more).as_dict() == run(market).as_dict()


@quick
@given(markets(), supplies)
def test_another_person_changes_no_score_of_the_others(market, person):
    more = replace(market, supplies=(*market.supplies, replace(person, key="newcomer")))

    before = {(p.need, p.supply): p.joint for p in run(market, top=99).pairs()}
    after = {(p.need, p.supply): p.joint for p in run(more, top=99).pairs()}
    assert {pair: j for pair, j in after.items() if pair[1] != "newcomer"} == before


@settings(max_examples=120, deadline=None)
@given(needs, supplies, markets(max_needs=0, max_supplies=0), skills, levels, weights)
def test_fit_never_falls_when_a_held_level_rises(a_need, person, market, skill, level, w):
    raised = replace(person, held=(*person.held, Held(skill, level)))

    before = score(a_need, person, market=market, weights=w)
    after = score(a_need, raised, market=market, weights=w)
    assert after.fit >= before.fit


@quick
@given(needs, supplies)
def test_more_than_asked_earns_nothing_more(a_need, person):
    enough = replace(person, held=tuple(Held(r.skill, r.level) for r in a_need.requirements))
    expert = replace(person, held=tuple(Held(r.skill, 4) for r in a_need.requirements))

    fits = [score(a_need, s, market=Market(), weights=WEIGHTS).fit for s in (enough, expert)]
    assert fits == [SCALE if a_need.requirements else WEIGHTS.no_requirements] * 2


@settings(max_examples=60, deadline=None)
@given(markets(), weights)
def test_sums_are_exact_and_within_bounds(market, w):
    for pair in run(market, w=w).pairs():
        assert sum(part.points for part in pair.parts_need) == pair.fit
        assert sum(part.points for part in pair.parts_supply) == pair.benefit
        assert sum(part.out_of for part in pair.parts_need) == SCALE
        assert sum(part.out_of for part in pair.parts_supply) == SCALE
        assert pair.harmonic + sum(step.points for step in pair.adjustments) == pair.joint
        assert all(0 <= part.points <= part.out_of for part in pair.parts_need + pair.parts_supply)
        assert all(type(n) is int for n in (pair.fit, pair.benefit, pair.joint, pair.used))
        assert 0 < pair.joint <= SCALE
        added = sum(step.points for step in pair.adjustments if step.points > 0)
        assert added * 10 <= pair.harmonic
        assert all(step.priority for step in pair.adjustments if step.points > 0)


@quick
@given(needs, supplies)
def test_saying_nothing_is_never_worse_than_an_unmet_wish(a_need, person):
    silent = replace(person, wanted=(), asks=frozenset(), themes=frozenset())

    parts = {part.name: part for part in parts_for_supply(a_need, silent, WEIGHTS)}
    spoken = {part.name: part for part in parts_for_supply(a_need, person, WEIGHTS)}
    for name in ("growth", "returns", "themes"):
        assert not parts[name].stated
        assert parts[name].points == parts[name].out_of * WEIGHTS.neutral // SCALE
        assert spoken[name].points > 0 or parts[name].points > spoken[name].points


def test_the_same_seed_draws_the_same_lottery_and_another_seed_another():
    twins = tuple(supply(f"s{i}") for i in range(40))
    market = Market(needs=(need(),), supplies=twins)

    first = run(market, seed=7, top=5).by_need["n"]

    assert run(market, seed="7", top=5).by_need["n"] == first
    assert len({run(market, seed=seed, top=5).by_need["n"] for seed in range(10)}) == 10


def test_the_answer_does_not_depend_on_the_hash_seed():
    code = (
        "import json, sys; from matching.engine import from_json, rank;"
        "i = from_json(sys.stdin.read());"
        "r = rank(i.market, weights=i.weights, seed=i.seed, today=i.today);"
        "print(json.dumps(r.as_dict()))"
    )
    facts = json.dumps(to_json(varied(), weights=WEIGHTS, seed="s", today=TODAY))

    answers = [
        subprocess.run(
            [sys.executable, "-c", code],
            input=facts,
            env={**os.environ, "PYTHONHASHSEED": number},
            cwd=Path(lists.__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for number in ("1", "2")
    ]

    assert answers == [json.dumps(run(varied()).as_dict()) + "\n"] * 2


def varied():
    """Some supplies of every sort, against a few needs."""
    rows = [
        supply(
            f"s{i}",
            held=holds((1, 1 + i % 4), (2, 1 + i % 3)),
            wanted=holds((3, 2)) if i % 2 else (),
            themes=frozenset({"air", "bus"}) if i % 3 else frozenset(),
            asks=frozenset({"story", "venue"}) if i % 5 else frozenset(),
        )
        for i in range(30)
    ]
    wants = [
        need(f"n{i}", requirements=asks((1, 2, True), (2, 3), (3, 1 + i)), themes={"air"})
        for i in range(3)
    ]
    return Market(needs=tuple(wants), supplies=tuple(rows))


def test_between_equal_needs_the_one_that_uses_more_of_the_held_levels_comes_first():
    market = Market(
        needs=tuple(need(f"n{level}", requirements=asks((1, level))) for level in (1, 2, 3)),
        supplies=(supply(held=holds((1, 3))),),
    )

    ranking = run(market)

    assert len({pair.joint for pair in ranking.for_supply("s")}) == 1
    assert ranking.by_supply["s"] == ("n3", "n2", "n1")


def test_one_sidedness_is_punished():
    both = need("both", requirements=asks((1, 2), (2, 2)), gives_back={"story"})
    one = need("one", requirements=asks((1, 2)), gives_back=frozenset())
    who = supply(held=holds((1, 2)), wanted=holds((2, 1)), asks={"story"})

    joint = {n.key: score(n, who, market=Market(), weights=WEIGHTS) for n in (both, one)}

    assert joint["one"].fit > joint["both"].fit
    assert joint["both"].joint > joint["one"].joint


def test_pending_load_is_taken_off_either_side_and_only_so_far():
    def joint(pending_need, pending_supply):
        pair = score(
            need(pending=pending_need),
            supply(pending=pending_supply),
            market=Market(),
            weights=WEIGHTS,
        )
        return pair.joint, {step.name: step.points for step in pair.adjustments}

    free, nothing = joint(1, 1)
    famous, steps = joint(4, 99)
    assert nothing == {}
    assert steps == {"need_load": -(free * 150 // 1000), "supply_load": -(free * 300 // 1000)}
    assert famous == free + sum(steps.values())


def test_adjustments_name_their_priority_and_never_pass_one_whole():
    who = supply(organisations={"uni"})
    what = need(never_helped=True, underserved=True)
    best = Weights(neutral=SCALE, no_requirements=SCALE)

    pair = score(what, who, market=Market(), weights=WEIGHTS)
    cut = score(what, who, market=Market(), weights=best)

    assert [(s.name, s.points, s.priority) for s in pair.adjustments] == [
        ("never_helped", pair.harmonic * 50 // 1000, "mutual-benefit"),
        ("underserved", pair.harmonic * 50 // 1000, "community-of-practice"),
    ]
    assert (cut.harmonic, cut.joint, cut.adjustments) == (SCALE, SCALE, ())
    ranking = run(Market(needs=(what,), supplies=(who,)), w=best)
    assert [p.joint for p in ranking.for_need("n")] == [SCALE]


@pytest.mark.parametrize(
    "market",
    [
        Market(),
        Market(needs=(need(),)),
        Market(supplies=(supply(),)),
        Market(needs=(need(requirements=asks((1, 2))),), supplies=(supply(),)),
    ],
    ids=["nothing", "no supply", "no need", "no skill"],
)
def test_empty_markets_have_empty_lists(market):
    ranking = run(market)

    assert list(ranking.pairs()) == []
    assert set(ranking.by_need) == {n.key for n in market.needs}


def test_a_need_without_requirements_gets_the_published_fit():
    ranking = run(Market(needs=(need(),), supplies=(supply(),)))

    assert [pair.fit for pair in ranking.for_need("n")] == [WEIGHTS.no_requirements]


@pytest.mark.parametrize("supplies", [(), (supply(),)], ids=["nobody", "somebody"])
def test_progress_reaches_the_last_need(supplies):
    told = []
    market = Market(needs=(need("a"), need("b", seats_left=0)), supplies=supplies)

    rank(market, weights=WEIGHTS, seed=1, today=TODAY, progress=lambda *step: told.append(step))

    assert told == sorted(set(told))
    assert told[-1] == (2, 2)


def test_a_list_has_at_least_one_place():
    with pytest.raises(ValueError, match="at least one"):
        run(Market(), top=0)


def test_growth_in_many_skills_at_once_is_bounded_from_above():
    """Sixteen wishes, each rounded up to a unit of its own, once ran over what 16 bits hold."""
    asked = tuple((skill, 2) for skill in range(16))
    steep = Weights(growth=8_191, new_link=1_809, returns=0, themes=0, reward=0, enough_growth=1)
    market = Market(
        needs=(need("n", requirements=asks(*((*row, False) for row in asked))),),
        supplies=(
            supply("grows", held=holds(*((s, 1) for s, _ in asked)), wanted=holds(*asked)),
            supply("stays", held=holds(*((s, 1) for s, _ in asked))),
        ),
    )

    best = run(market, w=steep, top=1)

    assert shown(best, "need") == oracle.lists(market, steep, "s", TODAY, 1)[0]
    assert [row[0] for row in shown(best, "need")["n"]] == ["grows"]
