"""The public page says what the code does: no gate, weight or fact can be added without words."""

import ast
import dataclasses
import json
from pathlib import Path

import pytest

from matching import facts, run_figures, services
from matching.engine import Need, Supply, gates
from matching.engine.weights import number_names
from matching.models import WeightSet
from matching.words import facts as facts_in_words
from matching.words.weights import GATE_WORDS, WEIGHTS
from profiles.models import Person

pytestmark = pytest.mark.django_db


def gate_codes() -> set[str]:
    """The first argument of each Gate(...) in the engine's gates."""
    tree = ast.parse(Path(gates.__file__).read_text())
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Gate"
    }


def test_every_gate_of_the_code_is_on_the_page(client):
    page = client.get("/how-matching-works/").content.decode()

    assert set(GATE_WORDS) == gate_codes()
    for title, does in GATE_WORDS.values():
        assert title in page
        assert does.replace("’", "’") in page


def test_every_weight_of_the_code_is_on_the_page_with_its_value(client):
    answer = client.get("/how-matching-works/")

    rows = [row for group in answer.context["weights"] for row in group["rows"]]
    current = WeightSet.objects.get(is_current=True).values
    assert sorted(row["name"] for row in rows) == sorted(number_names()) == sorted(WEIGHTS)
    assert {row["name"]: row["value"] for row in rows} == {n: current[n] for n in number_names()}
    page = answer.content.decode()
    assert all(row["label"] in page and row["shown"] in page for row in rows)


def test_every_fact_that_the_engine_is_given_is_on_the_page(client):
    page = client.get("/how-matching-works/").content.decode()

    assert set(facts_in_words.NEED) == {field.name for field in dataclasses.fields(Need)}
    assert set(facts_in_words.SUPPLY) == {field.name for field in dataclasses.fields(Supply)}
    for words in (*facts_in_words.NEED.values(), *facts_in_words.SUPPLY.values()):
        assert words in page


def test_what_is_said_not_to_be_used_is_not_read():
    columns = {field.attname for field in Person._meta.concrete_fields}

    assert set(facts_in_words.NEVER) <= columns
    assert not set(facts_in_words.NEVER) & set(facts.READ_OF_A_PERSON)
    told = {*facts_in_words.NEVER, "id", "visibility", "is_demo", "created", "changed"}
    told |= {"affiliation_confirmed_on", "user_id", "stage", "district_id", "remote"}
    told |= {"available_from", "available_until", "hours_per_week"}
    assert columns - told == set()


def test_record_has_both_tiers_and_the_figures_of_the_last_run(client, market):
    services.run_whole(trigger="nightly")

    answer = client.get("/how-matching-works/record.json")
    told = json.loads(answer.content)

    assert [field["title"] for field in told["tier_1"]["fields"]] == [
        "Name",
        "Description",
        "Website",
        "Contact",
    ]
    assert [section["number"] for section in told["tier_2"]] == [
        "2.1",
        "2.2",
        "2.3",
        "2.4",
        "2.5",
        "2.6",
    ]
    assert {gate["name"] for gate in told["gates"]} == gate_codes()
    assert told["weights"]["version"] == 1
    # One need and three people and offers: nothing of it may be counted in public.
    assert {row["text"] for row in told["last_run"]["figures"][:2]} == {run_figures.FEW}
    assert told["last_run"]["exposure"][0]["rows"] == []


@pytest.mark.parametrize(
    ("sizes", "labels"),
    [
        ({"a": 9, "b": 7}, ["a", "b"]),
        ({"a": 9, "b": 7, "c": 2}, ["a", "All others together"]),
        ({"a": 9, "b": 3, "c": 2}, ["a", "All others together"]),
        ({"a": 3}, []),
    ],
)
def test_groups_under_five_are_put_together_so_that_none_can_be_worked_out(sizes, labels):
    rows = [{"name": name, "members": n, "share": 0.1} for name, n in sizes.items()]

    shown = run_figures._groups(rows, {})

    assert [row["label"] for row in shown] == labels
    assert all(int(row["members"]) >= 5 for row in shown)
