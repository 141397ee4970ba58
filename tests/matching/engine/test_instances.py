"""The published format, the types' canonical form, and the weights' promises."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.engine
from matching.engine import (
    Held,
    Market,
    Need,
    Requirement,
    Supply,
    Weights,
    digest,
    from_json,
    rank,
    to_json,
)
from matching.engine.checks import command
from matching.engine.weights import number_names
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

FACTS = {"weights": WEIGHTS, "seed": 3, "today": TODAY}
ENGINE = Path(matching.engine.__file__).parent
SCHEMAS = sorted((ENGINE / "schemas").glob("*.json"))


@pytest.fixture(scope="module")
def validator():
    schema = json.loads((ENGINE / "schemas" / "wmodf-instance-1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


@settings(max_examples=proof.times(25, full=500), deadline=None)
@given(market=markets(), w=weights)
def test_every_document_fits_the_schema(validator, market, w):
    ranking = rank(market, weights=w, seed=3, today=TODAY)
    facts = to_json(market, weights=w, seed=3, today=TODAY)
    whole = to_json(market, weights=w, seed=3, today=TODAY, ranking=ranking)

    for document in (facts, whole):
        assert list(validator.iter_errors(json.loads(json.dumps(document)))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "wmodf-instance/2"),
        (("today",), "tomorrow"),
        (("seed",), 3),
        (("digest",), "ab"),
        (("weights", "neutral"), 0.5),
        (("weights", "least_fit"), 0),
        (("market", "needs", 0, "pattern"), "moon"),
        (("market", "needs", 0, "requirements", 0, "level"), 5),
        (("market", "needs", 0, "surprise"), 1),
        (("market", "supplies", 0, "pending"), -1),
        (("market", "supplies", 0, "available_from"), "2026"),
        (("market", "affinity", 0, 2), 1001),
        (("result", "top"), 0),
        (("result", "pairs", 0, "joint"), 10_001),
        (("result", "pairs", 0, "rank_for_need"), 0),
    ],
)
def test_the_schema_refuses_what_the_format_does_not_allow(validator, path, value):
    market = Market(
        needs=(need(requirements=asks((1, 2))),),
        supplies=(supply(held=holds((1, 2))),),
        affinity={(1, 2): 5},
    )
    document = json.loads(json.dumps(to_json(market, **FACTS, ranking=rank(market, **FACTS))))
    assert validator.is_valid(document)

    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert not validator.is_valid(document)


def test_each_judged_format_has_a_schema_and_is_in_the_table_of_formats():
    page = (ENGINE.parents[1] / "docs" / "matching" / "judging.md").read_text(encoding="utf-8")

    named = {
        json.loads(path.read_text())["properties"]["format"]["const"]: path for path in SCHEMAS
    }

    assert set(named) == set(command.JUDGES)
    for name, path in named.items():
        assert path.name == f"{name.replace('/', '-')}.json"
        assert f"| `{name}`, " in page
        assert f"`schemas/{path.name}`" in page


@settings(max_examples=25, deadline=None)
@given(markets(), weights, st.text(max_size=5))
def test_a_stored_run_replays(market, w, seed):
    ranking = rank(market, weights=w, seed=seed, today=TODAY)
    stored = json.dumps(to_json(market, weights=w, seed=seed, today=TODAY, ranking=ranking))

    read = from_json(stored)

    assert (read.market, read.weights, read.seed, read.today) == (market, w, seed, TODAY)
    again = rank(read.market, weights=read.weights, seed=read.seed, today=read.today)
    assert json.dumps(again.as_dict()) == json.dumps(json.loads(stored)["result"])


def test_the_digest_covers_every_fact():
    market = Market(needs=(need(),), supplies=(supply(),))
    variants = [
        (market, FACTS),
        (market, {**FACTS, "seed": 4}),
        (market, {**FACTS, "today": date(2026, 11, 22)}),
        (market, {**FACTS, "weights": Weights(version=2)}),
        (Market(needs=(need(pending=1),), supplies=(supply(),)), FACTS),
        (Market(needs=(need(),), supplies=(supply(),), affinity={(1, 2): 5}), FACTS),
        (Market(needs=(need(),), supplies=(supply(),), refused={("n", "s")}), FACTS),
        (Market(needs=(need(),), supplies=(supply(),), conflicts={("o", "s")}), FACTS),
    ]

    assert len({digest(m, **facts) for m, facts in variants}) == len(variants)


def test_a_document_that_was_changed_is_refused():
    document = to_json(Market(needs=(need(),)), **FACTS)
    document["seed"] = "other"

    with pytest.raises(ValueError, match="own digest"):
        from_json(document)


@pytest.mark.parametrize(
    "document",
    ["[]", "{}", "no json", {"format": "wmodf-instance/2"}, {"format": "wmodf-instance/1"},
     {"format": "wmodf-instance/1", "market": []}],
)  # fmt: skip
def test_a_malformed_document_is_refused(document):
    with pytest.raises(ValueError):  # noqa: PT011 -- json's own sentence is as good as ours
        from_json(document)


def test_repeated_skills_count_once_at_their_highest():
    a_need = need(requirements=asks((2, 1), (1, 2, True), (1, 3)))
    who = supply(held=holds((1, 2), (1, 4), (1, 1)), wanted=holds((5, 1), (5, 2)))

    assert a_need.requirements == (Requirement(1, 3, True), Requirement(2, 1, False))
    assert (who.held, who.wanted) == ((Held(1, 4),), (Held(5, 2),))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Held(1, 0),
        lambda: Requirement(1, 5),
        lambda: Need(key="n", organisation="o", pattern="moon"),
        lambda: Need(key="n", organisation="o", pay="gold"),
        lambda: Need(key="n", organisation="o", accepts={"robot"}),
        lambda: Need(key="n", organisation="o", requirements=asks(*((i, 1) for i in range(201)))),
        lambda: Supply(key="s", kind="robot"),
        lambda: Market(needs=(need(), need())),
        lambda: Market(supplies=(supply(), supply())),
        lambda: Market(affinity={(1, 2): 1001}),
    ],
)
def test_impossible_facts_are_refused(make):
    with pytest.raises(ValueError, match=r"\w+"):
        make()


def test_weights_survive_a_round_trip():
    w = Weights(name="Trial", version=7, growth=3000, new_link=1500)

    assert Weights.from_dict(json.loads(json.dumps(w.as_dict()))) == w
    assert Weights.from_dict({}) == Weights()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"growth": 3501}, "add up"),
        ({"never_helped": 60}, "10 %"),
        ({"neutral": 0.5}, "whole number"),
        ({"neutral": True}, "whole number"),
        ({"neutral": 10_001}, "0 to 10000"),
        ({"load_most": 451}, "0 to 450"),
        ({"desirable_share": 3}, "desirable"),
        ({"priorities": {}}, "priorities"),
        ({"priorities": 5}, "priorities"),
        ({"surprise": 1}, "Unknown weights: surprise"),
        ({"name": ""}, "name"),
        ({"version": "1"}, "version"),
    ],
)
def test_weights_that_break_a_promise_are_refused(values, words):
    with pytest.raises(ValueError, match=words):
        Weights.from_dict(values)


def test_every_weight_is_in_the_published_table():
    page = ENGINE.parents[1] / "docs" / "matching" / "rank.md"
    rows = {
        cells[1].strip(" `"): cells[2].strip()
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `") and len(cells := line.split("|")) > 3
    }

    published = {name: rows.get(name) for name in number_names()}
    assert published == {name: f"{getattr(Weights(), name):,}" for name in number_names()}
