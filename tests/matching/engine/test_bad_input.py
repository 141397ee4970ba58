"""Whatever is put in any field of any row: it is refused by name, or it is used. Nothing else."""

import copy
import datetime
import json
from dataclasses import fields, replace

import pytest

from matching.engine import (
    Held,
    Index,
    Market,
    Need,
    Requirement,
    Supply,
    checks,
    rank,
    rings,
    rounds,
    to_json,
)
from tests.matching.engine.markets import TODAY, WEIGHTS, asks, holds, need, supply
from tests.support import proof

NAN, INF = float("nan"), float("inf")
BAD = (
    None, NAN, INF, -INF, -1, 0, 1.5, 10**12, 10**30, True, "", "x", b"x", object(), (), ("x",),
    (1,), (("x",),), [["x"]], {"a": 1}, frozenset({1}), datetime.datetime(2026, 1, 1, tzinfo=None),
    datetime.date(1, 1, 1), datetime.date(9999, 12, 31), (Held(1, 1),), (Requirement(1, 1),),
)  # fmt: skip
FACTS = {"weights": WEIGHTS, "seed": "s", "today": TODAY}


def used(market):
    """A ranking that the judge agrees with, by both paths, and by the index."""
    slow = rank(market, **FACTS, fast=False)
    document = json.dumps(to_json(market, **FACTS, ranking=slow))
    assert checks.judge(json.loads(document)).problems == ()
    assert Index(market, **FACTS).ranking().as_dict() == slow.as_dict()


@pytest.mark.parametrize("name", [field.name for field in fields(Need)])
def test_any_field_of_a_need(name):
    others = (supply("s1", held=holds((1, 2))), supply("s2", kind="offer"))
    _each(name, lambda bad: replace(need("n", requirements=asks((1, 1))), **{name: bad}),
          lambda row: used(Market(needs=(row,), supplies=others)))  # fmt: skip


@pytest.mark.parametrize("name", [field.name for field in fields(Supply)])
def test_any_field_of_a_supply(name):
    others = (need("n1", requirements=asks((1, 2))), need("n2"))
    _each(name, lambda bad: replace(supply("s", held=holds((1, 1))), **{name: bad}),
          lambda row: used(Market(needs=others, supplies=(row,))))  # fmt: skip


@pytest.mark.parametrize("name", ["needs", "supplies", "affinity", "refused", "conflicts"])
def test_any_field_of_a_market(name):
    whole = {"needs": (need(),), "supplies": (supply(held=holds((1, 2))),)}
    _each(name, lambda bad: Market(**{**whole, name: bad}), used)


def _each(name, build, use):
    """Every bad value in one field: a ValueError that names the field, or a row that can be used."""
    said = []
    for bad in BAD:
        try:
            row = build(bad)
        except ValueError as error:
            said.append(str(error))
            continue
        use(row)
    assert said
    assert [words for words in said if not any(called in words for called in _names(name))] == []


def _names(name):
    """How a field is called in what is said about it."""
    return {name, name.rstrip("s"), *{"key": ("key",), "affinity": ("Affinity",)}.get(name, ())}


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("top", (0, -1, None, NAN, INF, 1.5, True, "3")),
        ("time_limit", (NAN, -1, "soon", True)),
        ("today", (None, "2026-11-22", 5, datetime.datetime(2026, 1, 1))),
        ("weights", (None, {}, 5)),
        ("market", (None, (), {})),
    ],
)
def test_a_ranking_that_cannot_be_asked_for(argument, values):
    market = Market(needs=(need(),), supplies=(supply(),))
    for value in values:
        asked = {"market": market, **FACTS, argument: value}
        with pytest.raises(ValueError, match=argument.replace("_", "[_ ]")):
            rank(asked.pop("market"), **asked)


@pytest.mark.parametrize("table", ["needs", "supplies"])
def test_more_rows_than_one_run_takes(monkeypatch, table):
    monkeypatch.setattr("matching.engine.scoring.MOST_ROWS", 1)
    rows = {"needs": (need("a"), need("b")), "supplies": (supply("a"), supply("b"))}

    with pytest.raises(ValueError, match=f"1 {table} at most, not 2"):
        rank(Market(**{table: rows[table]}), **FACTS)


ROUND = {
    "applicants": rounds.Applicant(key="a", choices=["p", ["q"]], groups=frozenset({"g"})),
    "placements": rounds.Placement(
        key="p", organisation="o", supervisor="v", tiers=["a", "b"], seats=2
    ),
    "organisations": rounds.Organisation(key="o", quota=3),
    "supervisors": rounds.Supervisor(key="v", quota=3, tiers=["a", "b"]),
    "teams": rounds.Team(key="t", members=("a", "b")),
    "allocations": rounds.Allocation(applicant="a", placement="p"),
}


def a_round(table, row):
    """A round that works, but for one row of one table."""
    tables = {
        "applicants": [rounds.Applicant(key="b", choices=["p"])],
        "placements": [rounds.Placement(key="q", organisation="o")],
    }
    for name in ("applicants", "placements", "organisations", "supervisors"):
        tables.setdefault(name, [])
        tables[name] = [*tables[name], row if name == table else ROUND[name]]
    if table in ("teams", "allocations"):
        tables[table] = [row]
    return rounds.Round(**tables)


@pytest.mark.parametrize(
    ("table", "name"), [(table, f.name) for table, row in ROUND.items() for f in fields(row)]
)
def test_any_field_of_a_round(table, name):
    for bad in BAD:
        try:
            round_ = a_round(table, replace(ROUND[table], **{name: bad}))
            rules = rounds.Rules(seed="s")
            settlement = rounds.settle(round_, rules=rules)
        except ValueError:
            continue
        document = json.dumps(rounds.round_to_json(round_, rules=rules, settlement=settlement))
        assert checks.judge(json.loads(document)).problems == (), (table, name, bad)


EXCHANGE = {
    "organisations": rings.Organisation(key="A"),
    "offers": rings.Offer(key="A+", organisation="A", hours=3),
    "needs": rings.Need(key="A-", organisation="A"),
    "arcs": rings.Arc(offer="A+", need="B-", value=5),
}


@pytest.mark.parametrize(
    ("table", "name"), [(table, f.name) for table, row in EXCHANGE.items() for f in fields(row)]
)
def test_any_field_of_an_exchange(table, name):
    tables = {
        "organisations": (rings.Organisation(key="B"),),
        "offers": (rings.Offer(key="B+", organisation="B"),),
        "needs": (rings.Need(key="B-", organisation="B"),),
        "arcs": (rings.Arc(offer="B+", need="A-", value=2),),
    }
    for bad in BAD:
        try:
            row = replace(EXCHANGE[table], **{name: bad})
            rows = {**EXCHANGE, table: row}
            exchange = rings.Exchange(**{t: (*tables[t], rows[t]) for t in tables})
            proposal = rings.find_rings(exchange, seed="s", time_limit=5)
        except ValueError:
            continue
        document = json.dumps(rings.rings_to_json(exchange, seed="s", proposal=proposal))
        assert checks.judge(json.loads(document)).problems == (), (table, name, bad)


def documents():
    """One published result of each format."""
    market = Market(
        needs=(need("n", requirements=asks((1, 2, True))),),
        supplies=(supply("s", held=holds((1, 2)), places={"wv"}, pending=4),),
        affinity={(1, 2): 800},
        refused={("n", "x")},
        conflicts={("o", "x")},
    )
    yield to_json(market, **FACTS, ranking=rank(market, **FACTS))
    round_, rules = a_round("", None), rounds.Rules(seed="s")
    yield rounds.round_to_json(round_, rules=rules, settlement=rounds.settle(round_, rules=rules))
    exchange = rings.Exchange(
        organisations=(rings.Organisation(key="A"), rings.Organisation(key="B")),
        offers=(EXCHANGE["offers"], rings.Offer(key="B+", organisation="B")),
        needs=(EXCHANGE["needs"], rings.Need(key="B-", organisation="B")),
        arcs=(EXCHANGE["arcs"], rings.Arc(offer="B+", need="A-", value=2)),
    )
    yield rings.rings_to_json(exchange, seed="s", proposal=rings.find_rings(exchange, seed="s"))


def places(thing, path=()):
    """The path to everything inside a document."""
    if path:
        yield path
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing)
    for name, value in inside if isinstance(thing, dict | list) else ():
        yield from (
            places(value, (*path, name)) if isinstance(value, dict | list) else [(*path, name)]
        )


@pytest.mark.parametrize("number", range(3))
def test_a_judge_refuses_or_judges_whatever_is_in_a_document(number):
    """Anything in any place, or nothing: a verdict or a ValueError, and no other error."""
    whole = json.loads(json.dumps(list(documents())[number]))
    assert checks.judge(whole).problems == ()
    values = (None, -1, 0, 1.5, 10**30, NAN, INF, True, "", "x", [], [None], {}, {"key": "a"})

    tried = 0
    for path in places(whole):
        for value in values:
            document = copy.deepcopy(whole)
            place = document
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
            tried += 1
            try:
                checks.judge(document)
            except ValueError:
                continue
    assert tried > 500
    proof.record(f"spoilt documents before the judge of {whole['format']}", tried=tried)
