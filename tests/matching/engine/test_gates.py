"""Each gate, open and shut, one row pair per edge; rows and single pairs must agree."""

from datetime import timedelta

import pytest

from matching.engine import Market, rank
from matching.engine.features import earn
from matching.engine.gates import failed_gates
from tests.matching.engine.markets import TODAY, WEIGHTS, asks, holds, need, supply


def day(n):
    return TODAY + timedelta(days=n)


def judged(a_need, a_supply, **market):
    """Codes of the gates failed, after asking the vectorised rows too."""
    market = Market(needs=(a_need,), supplies=(a_supply,), **market)
    earned = earn(a_need, a_supply, market=market, weights=WEIGHTS)
    failed = failed_gates(a_need, a_supply, earned, market=market, weights=WEIGHTS, today=TODAY)
    listed = rank(market, weights=WEIGHTS, seed=1, today=TODAY).by_need["n"]
    assert bool(listed) == (not failed)
    return failed


TEN = {"starts": day(10), "ends": day(19)}
SQL3 = {"requirements": asks((1, 3, True))}
WL = {"place": "wl"}

TABLE = [
    ("dates not stated", {}, {}, []),
    ("whole time", TEN, {"available_from": day(10), "available_until": day(19)}, []),
    ("exactly half", TEN, {"available_from": day(15)}, []),
    ("a day less than half", TEN, {"available_from": day(16)}, ["dates"]),
    ("leaves half way", TEN, {"available_until": day(14)}, []),
    ("leaves a day earlier", TEN, {"available_until": day(13)}, ["dates"]),
    ("no end: one day is enough", {"starts": day(5)}, {"available_until": day(5)}, []),
    ("no end: gone before it starts", {"starts": day(5)}, {"available_until": day(4)}, ["dates"]),
    ("days gone by do not count", {"starts": day(-90), "ends": day(0)}, {}, []),
    ("over yesterday", {"starts": day(-9), "ends": day(-1)}, {}, ["dates"]),
    ("ends before it starts", {"starts": day(9), "ends": day(8)}, {}, ["dates"]),
    ("no longer here", {}, {"available_until": day(-1)}, ["dates"]),
    ("in reach", WL, {"places": {"wl", "du"}}, []),
    ("out of reach", WL, {"places": {"du"}}, ["place"]),
    ("reach not stated", WL, {}, []),
    ("remote only, on site", WL, {"remote": True}, ["place"]),
    ("remote only, hybrid", {**WL, "pattern": "hybrid"}, {"remote": True}, []),
    ("hybrid, far and not remote", {**WL, "pattern": "hybrid"}, {"places": {"du"}}, ["place"]),
    ("remote need", {**WL, "pattern": "remote"}, {"places": {"du"}}, []),
    ("no place", {}, {"places": {"du"}}, []),
    ("stage fits", {"stages": {"student"}}, {}, []),
    ("stage does not", {"stages": {"expert"}}, {}, ["stage"]),
    ("an offer has no stage", {"stages": {"expert"}}, {"kind": "offer", "stage": ""}, []),
    ("persons only", {"accepts": {"person"}}, {"kind": "offer"}, ["kind"]),
    ("offers only", {"accepts": {"offer"}}, {}, ["kind"]),
    ("own organisation", {}, {"organisations": {"host"}}, ["own_organisation"]),
    ("another organisation", {}, {"organisations": {"guest"}}, []),
    ("no seat", {"seats_left": 0}, {}, ["capacity"]),
    ("no capacity", {}, {"capacity_left": 0}, ["capacity"]),
    ("neither", {"seats_left": 0}, {"capacity_left": -1}, ["capacity", "capacity"]),
    ("three quarters of the hours", {"hours": 20}, {"hours": 15}, []),
    ("an hour less", {"hours": 20}, {"hours": 14}, ["hours"]),
    ("hours not stated", {"hours": 20}, {}, []),
    ("essential at level", SQL3, {"held": holds((1, 3))}, []),
    ("essential one below", SQL3, {"held": holds((1, 2))}, []),
    ("essential two below", SQL3, {"held": holds((1, 1))}, ["essential"]),
    ("essential not held", SQL3, {"held": holds((2, 4))}, ["essential"]),
    ("awareness is still held", {"requirements": asks((1, 1, True), (2, 1))},
     {"held": holds((2, 4))}, ["essential"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("needed", "supplied", "codes"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_gate(needed, supplied, codes):
    assert [gate.code for gate in judged(need(**needed), supply(**supplied))] == codes


def test_a_refusal_shuts_only_this_pair():
    shut = judged(need(), supply(), refused={("n", "s")})
    open_ = judged(need(), supply(), refused={("n", "other"), ("other", "s")})

    assert ([gate.code for gate in shut], open_) == (["refused"], ())


def test_a_declared_relation_shuts_the_organisation_out():
    shut = judged(need(), supply(), conflicts={("host", "s")})
    open_ = judged(need(), supply(), conflicts={("guest", "s"), ("host", "other")})

    assert ([gate.code for gate in shut], open_) == (["conflict"], ())


@pytest.mark.parametrize(("permille", "codes"), [(800, []), (799, ["essential"])])
def test_a_near_relative_passes_the_essential_gate(permille, codes):
    failed = judged(need(**SQL3), supply(held=holds((2, 3))), affinity={(1, 2): permille})

    assert [gate.code for gate in failed] == codes


def test_affinity_points_one_way():
    failed = judged(need(**SQL3), supply(held=holds((2, 3))), affinity={(2, 1): 1000})

    assert [gate.code for gate in failed] == ["essential"]


def test_a_gate_carries_its_facts():
    failed = judged(need(**SQL3), supply(held=holds((1, 1))))

    assert dict(failed[0].facts) == {"skill": 1, "asked": 3, "held": 1, "needed": 2}
