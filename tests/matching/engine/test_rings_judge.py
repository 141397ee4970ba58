"""The judge of rings: it agrees with honest results and catches each kind of tampering."""

import copy
import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

from matching.engine import checks, rings
from matching.engine.rings import find_rings, rings_from_json, rings_to_json
from tests.matching.engine.small_exchanges import SEED, exchange_of

SCHEMA = Path(rings.__file__).parents[1] / "schemas" / "wmodf-rings-1.json"
EDGES = ["AB", "BC", "CA", "BA", "GD", "DE", "EF", "FH", "HF", "HI", "IH"]
KEPT = [[("F+", "H-"), ("H+", "F-")]]
DECLINED = [("H+", "I-")]
OPEN = "points of value that the prices leave open"


def document(**changes):
    """An exchange with a ring, a kept ring, a chain and a declined arc, judged and agreed."""
    exchange = exchange_of(EDGES, gifts="G", helped="D", new_links=["AB"])
    asked = {"seed": SEED, "kept": KEPT, "declined": DECLINED, **changes}
    proposal = find_rings(exchange, **asked)
    return json.loads(json.dumps(rings_to_json(exchange, proposal=proposal, **asked)))


def problems(stored):
    return checks.judge(stored).problems


def ring_of(stored, first):
    """The ring or chain whose first offer is this."""
    return next(row for row in stored["result"]["rings"] if row["arcs"][0][0] == first)


def test_an_honest_result_holds():
    verdict = checks.judge(document())

    assert verdict.problems == ()
    assert verdict.counted == {"rings and chains": 3, "arcs": 11, OPEN: 0}


def test_the_document_fits_its_schema():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    stored = document()

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(stored, schema)
    stored["arcs"][0]["value"] = 1.5

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(stored, schema)


def test_the_facts_are_read_back_and_asked_again():
    stored = document()

    question = rings_from_json(json.dumps(stored))
    again = find_rings(
        question.exchange,
        seed=question.seed,
        ring_length=question.ring_length,
        chain_length=question.chain_length,
        kept=question.kept,
        declined=question.declined,
    )

    assert json.loads(json.dumps(rings_to_json(
        question.exchange,
        seed=question.seed,
        kept=question.kept,
        declined=question.declined,
        proposal=again,
    ))) == stored  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.pop("offers"), "incomplete or malformed"),
        (lambda d: d.update(format="wmodf-rings/2"), "not a wmodf-rings/1 document"),
        (lambda d: d["arcs"][0].update(value=2), "does not agree with its own digest"),
        (lambda d: d["arcs"][0].update(value=0), "value must be a whole number"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused(change, words):
    stored = document()
    change(stored)

    with pytest.raises(ValueError, match=words):
        rings_from_json(stored)


def ring(*arcs, is_chain=False, kept=False):
    """A ring as it stands in a result; arcs as pairs of letters."""
    return {
        "arcs": [[f"{a}+", f"{b}-"] for a, b in arcs],
        "is_chain": is_chain,
        "value": len(arcs),
        "holds_ring": False,
        "new_links": 0,
        "never_helped": 0,
        "kept": kept,
    }


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ring("AZ"), "not all of its arcs are in the facts"),
        (ring(), "not all of its arcs are in the facts"),
        (ring("AB", "CA"), "broken after ('A+', 'B-')"),
        (ring("AB", "BC"), "it does not close"),
        (ring("AB", "BC", "CA", "AB", "BA"), "an organisation is on it twice"),
        (ring("AB", "BC", "CA", "AB", "BA"), "it is longer than 4"),
        (ring("AB", is_chain=True), "it does not start with a gift"),
        (ring("GD", "DE", "EF", "FH", is_chain=True), "it is longer than 3"),
        (ring("HI", "IH"), "was declined"),
        (ring("BA", "AB"), "The organisation A is used beyond its capacity"),
        (ring("BA", "AB"), "The offer A+ is used beyond its capacity"),
        (ring("AB", "BA", kept=True), "What is kept is not what was to be kept"),
    ],
)
def test_a_ring_that_cannot_be_is_found(row, words):
    stored = document()
    stored["result"]["rings"].append(row)

    assert any(words in problem for problem in problems(stored))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda r: r.update(value=9), "value is 9, the sum is"),
        (lambda r: r.update(new_links=9), "new_links is 9, the sum is 1"),
        (lambda r: r.update(never_helped=9), "never_helped is 9, the sum is 1"),
        (lambda r: r.update(holds_ring=9), "holds_ring is 9, the sum is 1"),
        (lambda r: r.update(bound=4), "The bound 4 is not between the value 5 and 5"),
        (lambda r: r.update(bound=6), "The bound 6 is not between the value 5 and 5"),
        (lambda r: r.update(proven_by_prices=9), "said to prove 9, they add up to 5"),
        (lambda r: r.update(prices=[]), "The prices prove nothing"),
        (lambda r: r["prices"].append(["offer", "Z", 1]), "offer Z is not a price of anything"),
        (lambda r: r["prices"].append(["offer", "A+", -1]), "offer A+ is not a price of"),
        (lambda r: r["balances"].pop(), "The balances of hours are not those"),
        (lambda r: r["balances"].append(r["balances"][0]), "The balances of hours are not"),
        (lambda r: r["balances"][0].update(gives=99), "The balances of hours are not"),
    ],
)
def test_a_figure_that_is_not_so_is_found(change, words):
    stored = document()
    change(stored["result"])

    assert any(words in problem for problem in problems(stored))


@pytest.mark.parametrize("name", ["value", "holds_ring", "new_links", "never_helped"])
def test_a_ring_says_what_the_facts_say(name):
    stored = document()
    ring_of(stored, "A+")[name] = 7

    assert any(f"{name} is 7, by the facts" in problem for problem in problems(stored))


def test_prices_that_leave_out_a_chain_prove_nothing():
    stored = document()
    stored["result"]["prices"] = [
        row for row in stored["result"]["prices"] if row[1][0] not in "GDEF"
    ]

    assert any("a chain to" in problem for problem in problems(stored))


def test_a_choice_said_to_be_best_leaves_nothing_that_fits():
    for first in ("A+", "G+"):
        stored = document()
        result = stored["result"]
        gone = ring_of(stored, first)
        result["rings"].remove(gone)
        for name in ("value", "holds_ring", "new_links", "never_helped"):
            result[name] -= gone[name]
        parties = {key[0][0] for key in gone["arcs"]} | {key[1][0] for key in gone["arcs"]}
        result["balances"] = [r for r in result["balances"] if r["organisation"] not in parties]
        result["bound"] = result["value"]

        assert any("still fits" in problem for problem in problems(stored))


def test_a_digest_of_other_facts_is_found():
    stored = document()
    stored["seed"] = "another"

    assert problems(stored) == ("The digest is not that of the facts.",)


def test_facts_that_were_changed_with_their_digest_are_judged_by_the_new_facts():
    stored = copy.deepcopy(document())
    stored["chain_length"] = 1
    names = (
        "format", "seed", "ring_length", "chain_length", "kept", "declined",
        "organisations", "offers", "needs", "arcs",
    )  # fmt: skip
    text = json.dumps({name: stored[name] for name in names}, sort_keys=True, separators=(",", ":"))
    stored["digest"] = hashlib.sha256(text.encode()).hexdigest()

    assert any("it is longer than 1" in problem for problem in problems(stored))


def test_the_command_says_so_in_words(tmp_path, capsys):
    file = tmp_path / "wmodf-rings-1.json"
    file.write_text(json.dumps(document()))

    assert checks.main([str(file)]) == 0
    assert "The result holds. Looked at: 3 rings and chains" in capsys.readouterr().out
