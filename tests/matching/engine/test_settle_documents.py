"""The published round: its schema, its digest, and a judge that catches each kind of tampering."""

import copy
import hashlib
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import checks
from matching.engine.rounds import Rules, round_from_json, round_to_json, settle
from tests.matching.engine.small_rounds import random_round
from tests.support import proof

SCHEMA = Path(checks.__file__).parents[1] / "schemas" / "wmodf-round-1.json"
FEATURES = ("least", "teams", "allocations", "reserved", "reverting")
few = settings(max_examples=proof.times(20, full=500), deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def published(seed, *, goal="stable", **values):
    round_ = random_round(seed, applicants=9, placements=5, **values)
    rules = Rules(seed="2026", goal=goal)
    document = round_to_json(round_, rules=rules, settlement=settle(round_, rules=rules))
    return json.loads(json.dumps(document))


@few
@given(st.integers(0, 10**9), st.sampled_from([0.0, 0.4]))
def test_every_document_fits_the_schema_and_reads_back(validator, seed, ties):
    document = published(
        seed, ties_applicants=ties, ties_hosts=ties, **dict.fromkeys(FEATURES, True)
    )

    assert list(validator.iter_errors(document)) == []
    round_, rules = round_from_json(json.dumps(document))
    settlement = settle(round_, rules=rules)
    assert json.loads(json.dumps(settlement.as_dict())) == document["result"]


def test_the_schema_refuses_what_is_no_round(validator):
    document = published(1)
    document["round"]["placements"][0]["seats"] = 0

    assert not validator.is_valid(document)


def test_the_digest_can_be_recomputed_by_anyone():
    document = published(2)
    facts = {name: document[name] for name in ("format", "seed", "rules", "round")}

    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))

    assert document["digest"] == hashlib.sha256(text.encode()).hexdigest()


def test_a_round_can_be_published_before_it_is_settled():
    document = round_to_json(random_round(2), rules=Rules(seed="1"))

    assert "result" not in document


@pytest.mark.parametrize("text", ["{}", "[]", '{"format": "wmodf-round/1"}'])
def test_what_is_no_round_is_not_read(text):
    with pytest.raises(ValueError, match="document"):
        round_from_json(text)


def test_a_round_that_does_not_agree_with_its_digest_is_not_read():
    document = published(1)
    document["seed"] = "another"

    with pytest.raises(ValueError, match="digest"):
        round_from_json(document)


# The judge.

PLAIN = {
    "format": "wmodf-round/1",
    "seed": "1",
    "rules": {"ties": "lottery", "goal": "stable"},
    "round": {
        "applicants": [
            {"key": "a", "choices": ["p", "q"]},
            {"key": "b", "choices": ["p", ["q", "r"]]},
            {"key": "c", "choices": ["p"]},
            {"key": "d", "choices": ["q", "p"], "groups": ["g"]},
            {"key": "e", "choices": ["q"]},
            {"key": "t1", "choices": ["q", "r"]},
            {"key": "t2", "choices": ["q", "r"]},
        ],
        "placements": [
            {"key": "p", "organisation": "o", "tiers": ["a", "b", "c"]},
            {
                "key": "q",
                "organisation": "o",
                "seats": 2,
                "supervisor": "s",
                "reserved": [{"group": "g", "seats": 1}],
            },
            {"key": "r", "organisation": "n", "seats": 4, "least": 2},
            {"key": "w", "organisation": "n", "seats": 3, "least": 2},
            {"key": "x", "organisation": "n", "reverts_to": "r", "tiers": []},
        ],
        "organisations": [{"key": "o", "quota": 3}, {"key": "n"}],
        "supervisors": [{"key": "s", "quota": 2}],
        "teams": [{"key": "t", "members": ["t1", "t2"]}],
        "allocations": [{"applicant": "e", "placement": "p"}],
    },
}


@pytest.fixture(scope="module")
def honest():
    round_, rules = round_from_json(copy.deepcopy(PLAIN))
    document = round_to_json(round_, rules=rules, settlement=settle(round_, rules=rules))
    return json.loads(json.dumps(document))


def test_the_honest_round_holds(honest):
    verdict = checks.judge(honest)

    assert verdict.problems == ()
    assert verdict.counted["applicants"] == 7
    at = {row["applicant"]: row["placement"] for row in honest["result"]["seats"]}
    assert at == {"a": "q", "b": "r", "d": "q", "e": "p", "t1": "r", "t2": "r"}
    assert [row["placement"] for row in honest["result"]["closed"]] == ["w"]


def seat(document, who):
    return next(row for row in document["result"]["seats"] if row["applicant"] == who)


def sign(document):
    facts = {name: document[name] for name in ("format", "seed", "rules", "round")}
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    document["digest"] = hashlib.sha256(text.encode()).hexdigest()
    document["result"]["digest"] = document["digest"]


def change(who, **values):
    return lambda document: seat(document, who).update(values)


def result(**values):
    return lambda document: document["result"].update(values)


def fact(table, number, **values):
    def tamper(document):
        document["round"][table][number].update(values)
        sign(document)

    return tamper


def _twice(document):
    document["result"]["seats"].append(dict(seat(document, "a")))


def _gone(document):
    document["result"]["seats"].remove(seat(document, "a"))
    document["result"]["choices"][1] -= 1


def _unlisted(document):
    document["result"]["blocking"] = []


def _again(document):
    document["result"]["blocking"].append(dict(document["result"]["blocking"][0]))


def _cause(document):
    document["result"]["blocking"][0]["cause"] = "goal"


def _reason(document):
    document["result"]["unplaced"] = []


def _no_reason(document):
    document["result"]["unplaced"][0]["kind"] = ""


def _named(document):
    document["result"]["unplaced"].append({"applicant": "a", "kind": "mixed", "choices": []})


def _promise(name):
    def tamper(document):
        for row in document["result"]["promises"]:
            if row["name"] == name:
                row["kept"] = not row["kept"]

    return tamper


def _split(document):
    seat(document, "t2").update(placement="q", choice=1)
    document["round"]["placements"][1]["seats"] = 3
    document["round"]["supervisors"][0]["quota"] = 3
    document["round"]["organisations"][1]["quota"] = 5
    sign(document)


def _closed_full(document):
    document["result"]["closed"].append({"placement": "r", "least": 2, "people": 0, "wanted_by": 0})


def _share(document):
    """The right sum, split wrongly."""
    one, other = [row for row in document["result"]["shares"] if row["by"] == "district"][:1] * 2
    rows = document["result"]["shares"]
    rows.append({**other, "name": "Elsewhere", "filled": 1})
    one["filled"] -= 1


def _at_will(document):
    document["result"]["closed"][0]["people"] = 2


def _nowhere(document):
    document["result"]["closed"].append(
        {"placement": "zz", "least": 2, "people": 0, "wanted_by": 0}
    )


def _promises_more(document):
    document["result"]["promises"].append({"name": "happiness", "kept": True, "lost_to": []})


def _called_stable(document):
    for row in document["result"]["promises"]:
        if row["name"] == "weakly_stable":
            row["name"] = "stable"


def _two_thirds(document):
    row = {"name": "two_thirds_of_largest", "kept": True, "lost_to": []}
    document["result"]["promises"].append(row)


TAMPERINGS = {
    "twice": (_twice, "a has 2 seats"),
    "stranger": (change("a", applicant="zz"), "not both are in the facts"),
    "unchosen": (change("a", placement="r"), "without having chosen it"),
    "refused": (change("d", placement="p", choice=2), "whose host did not accept them"),
    "choice": (change("a", choice=1), "got choice 2, not 1"),
    "allocated": (change("a", allocated=True), "not rightly marked as allocated"),
    "team": (change("t1", team=""), "not rightly marked with their team"),
    "seats": (fact("placements", 1, seats=1), "has 2 people and room for 1"),
    "quota": (fact("organisations", 0, quota=2), "has 3 people and room for 2"),
    "supervisor": (fact("supervisors", 0, quota=1), "The supervisor s has 2"),
    "allocation": (fact("allocations", 0, placement="r"), "was allocated to r"),
    "least": (fact("placements", 2, least=4), "fewer than its least, 4"),
    "ran": (_closed_full, "does not run and has 3 people"),
    "closed": (fact("placements", 3, least=1), "closed without a least"),
    "reversion": (fact("placements", 4, reverts_to="q"), "which nobody asked for"),
    "gave": (
        lambda d: d["result"]["reversions"][0].update(seats=5),
        "gave away more seats",
    ),
    "split": (_split, "The team t is not together"),
    "unlisted": (_unlisted, "are not listed"),
    "invented": (
        result(blocking=[{"applicant": "t", "placement": "q", "cause": "team"}]),
        "do not block",
    ),
    "again": (_again, "listed as blocking 2 times"),
    "cause": (_cause, "goal cannot be the cause"),
    "unexplained": (_reason, "neither a seat nor a reason"),
    "reasonless": (_no_reason, "has no reason"),
    "named": (_named, "is named as without one"),
    "gone": (_gone, "a has neither a seat"),
    "empty": (result(empty=[]), "The empty seats are not"),
    "counts": (result(choices=[9]), "The numbers of first"),
    "shares": (result(shares=[]), "by kind and by district are not those"),
    "share": (_share, "by kind and by district are not those"),
    "at will": (_at_will, "w is not rightly named as closed"),
    "nowhere": (_nowhere, "zz is not rightly named as closed"),
    "best": (_promise("applicant_optimal"), "applicant_optimal is called kept"),
    "longer": (_promise("longer_list"), "longer_list is called kept"),
    "more": (_promises_more, "Nobody promises happiness"),
    "no ties": (_called_stable, "weakly stable at most"),
    "two thirds": (_two_thirds, "two_thirds_of_largest is called kept"),
    "stable": (_promise("weakly_stable"), "is said wrongly"),
    "truthful": (_promise("truthful"), "truthful is called kept"),
    "seed": (result(seed="2"), "names another seed"),
    "digest": (lambda d: d["rules"].update(ties="largest"), "The digest is not"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_judge_catches(honest, name):
    document = copy.deepcopy(honest)
    tamper, words = TAMPERINGS[name]

    tamper(document)

    problems = checks.judge(document).problems
    assert any(words in problem for problem in problems), problems


def test_the_judge_asks_who_waits_for_a_reserved_seat():
    facts = {
        "applicants": [
            {"key": "x", "choices": ["p"]},
            {"key": "g", "choices": ["p"], "groups": ["care"]},
        ],
        "placements": [
            {"key": "p", "organisation": "o", "reserved": [{"group": "care", "seats": 1}]}
        ],
        "organisations": [{"key": "o"}],
        "supervisors": [],
        "teams": [],
        "allocations": [],
    }
    round_, rules = round_from_json({**PLAIN, "round": facts})
    document = round_to_json(round_, rules=rules, settlement=settle(round_, rules=rules))
    document = json.loads(json.dumps(document))
    assert checks.judge(document).holds
    document["result"]["seats"][0]["applicant"] = "x"
    document["result"]["unplaced"][0]["applicant"] = "g"

    assert checks.judge(document).problems == ("g waits for a seat that p reserves for care.",)


def settled_document(applicants, placements, *, quota=None, allocations=(), time_limit=None):
    """A small round of one organisation, settled, as a document."""
    facts = {
        "applicants": applicants,
        "placements": [{"organisation": "o", **row} for row in placements],
        "organisations": [{"key": "o", **({"quota": quota} if quota else {})}],
        "supervisors": [],
        "teams": [],
        "allocations": list(allocations),
    }
    round_, rules = round_from_json({**PLAIN, "round": facts})
    settlement = settle(round_, rules=rules, time_limit=time_limit)
    document = round_to_json(round_, rules=rules, settlement=settlement)
    return json.loads(json.dumps(document))


IN_G, IN_H = ({"choices": ["p"], "groups": [name]} for name in "gh")
TWO_RESERVES = {
    "key": "p",
    "seats": 2,
    "reserved": [{"group": "g", "seats": 1}, {"group": "h", "seats": 1}],
}


def test_two_reserves_under_a_smaller_quota_are_honest():
    people = [{"key": "a", **IN_G}, {"key": "b", **IN_H}]

    document = settled_document(people, [TWO_RESERVES], quota=1)

    assert len(document["result"]["seats"]) == 1
    assert checks.judge(document).problems == ()


def test_a_reserved_seat_that_was_given_by_hand_is_honest():
    people = [{"key": "a", **IN_G}, {"key": "b", **IN_H}, {"key": "x", "choices": []}]

    document = settled_document(
        people, [TWO_RESERVES], allocations=[{"applicant": "x", "placement": "p"}]
    )

    assert len(document["result"]["seats"]) == 2
    assert checks.judge(document).problems == ()


def test_too_many_of_one_group_are_in_the_way_of_another():
    people = [{"key": "a", **IN_G}, {"key": "b", **IN_G}, {"key": "c", **IN_H}]
    document = settled_document(people, [TWO_RESERVES])
    waits = {row["applicant"] for row in document["result"]["unplaced"]}
    assert checks.judge(document).problems == ()
    assert len(waits & {"a", "b"}) == 1

    for row in document["result"]["seats"]:
        if row["applicant"] == "c":
            row["applicant"] = next(iter(waits))
    document["result"]["unplaced"][0]["applicant"] = "c"

    assert "c waits for a seat that p reserves for h." in checks.judge(document).problems


def test_a_round_cut_off_by_time_is_judged_by_what_it_says():
    people = [
        {"key": f"{number}", **(IN_G if number % 2 else IN_H)} for number in range(5_000)
    ]  # the clock is looked at every 4,096 proposals

    document = settled_document(people, [{**TWO_RESERVES, "seats": 20}], time_limit=1e-9)

    assert document["result"]["complete"] is False
    assert checks.judge(document).problems == ()


def test_an_allocation_elsewhere_excuses_nobody():
    people = [
        {"key": "a", "choices": ["p"]},
        {"key": "b", "choices": ["p"]},
        {"key": "x", "choices": ["q"]},
    ]
    places = [{"key": "p", "tiers": ["a", "b"]}, {"key": "q"}]
    document = settled_document(people, places, allocations=[{"applicant": "x", "placement": "q"}])
    assert checks.judge(document).problems == ()
    seat(document, "a")["applicant"] = "b"
    document["result"]["unplaced"][0]["applicant"] = "a"
    document["result"]["blocking"] = [{"applicant": "a", "placement": "p", "cause": "allocation"}]
    for row in document["result"]["promises"]:
        row["kept"] = row["kept"] and row["name"] in ("truthful", "longer_list")

    assert checks.judge(document).problems == (
        "a and p block, and allocation cannot be the cause.",
    )


def test_the_judge_reads_the_command_line(honest, tmp_path, capsys):
    path = tmp_path / "round.json"
    path.write_text(json.dumps(honest))

    assert checks.main([str(path)]) == 0

    assert capsys.readouterr().out.startswith("The result holds. Looked at: 7 applicants")
