"""What an exchange refuses: a sentence with the row and the field, before any work."""

from dataclasses import replace

import pytest

from matching.engine.rings import Arc, Exchange, Need, Offer, Organisation, find_rings
from tests.matching.engine.small_exchanges import SEED, exchange_of

FINE = exchange_of(["AB", "BA"], gifts="A")
NAN = float("nan")


def with_row(table, number, **changes):
    """The rows of FINE with one of them changed."""
    rows = {
        name: list(getattr(FINE, name)) for name in ("organisations", "offers", "needs", "arcs")
    }
    rows[table][number] = replace(rows[table][number], **changes)
    return rows


@pytest.mark.parametrize(
    ("table", "changes", "words"),
    [
        ("organisations", {"key": ""}, "organisation number 0: key must be text"),
        ("organisations", {"key": 7}, "organisation number 0: key must be text"),
        ("organisations", {"key": "B"}, "organisation 'B': key is given twice"),
        ("organisations", {"capacity": 0}, "organisation 'A': capacity must be a whole number"),
        ("organisations", {"capacity": True}, "organisation 'A': capacity must be a whole"),
        ("organisations", {"never_helped": 1}, "organisation 'A': never_helped must be true or"),
        ("offers", {"organisation": "Z"}, "offer 'A+': organisation 'Z' is not among the rows"),
        ("offers", {"organisation": None}, "offer 'A+': organisation None is not among the rows"),
        ("offers", {"capacity": 1001}, "offer 'A+': capacity must be a whole number from 1 to"),
        ("offers", {"hours": -1}, "offer 'A+': hours must be a whole number from 0"),
        ("offers", {"hours": NAN}, "offer 'A+': hours must be a whole number"),
        ("offers", {"gift": None}, "offer 'A+': gift must be true or false"),
        ("offers", {"key": "B+"}, "offer 'B+': key is given twice"),
        ("needs", {"organisation": "Z"}, "need 'A-': organisation 'Z' is not among the rows"),
        ("needs", {"capacity": 1.0}, "need 'A-': capacity must be a whole number"),
        ("arcs", {"offer": "Z"}, "offer 'Z' is not among the rows"),
        ("arcs", {"need": "Z"}, "need 'Z' is not among the rows"),
        ("arcs", {"need": "A-"}, "need belongs to the organisation that gives"),
        ("arcs", {"value": 0}, "value must be a whole number from 1 to 1000000, not 0"),
        ("arcs", {"value": NAN}, "value must be a whole number from 1 to 1000000, not nan"),
        ("arcs", {"value": float("inf")}, "value must be a whole number from 1"),
        ("arcs", {"value": 10**7}, "value must be a whole number from 1"),
        ("arcs", {"new_link": "no"}, "new_link must be true or false"),
        ("arcs", {"offer": "B+", "need": "A-"}, "offer and need are given twice"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(table, changes, words):
    with pytest.raises(ValueError, match=words.replace("+", r"\+")):
        Exchange(**with_row(table, 0, **changes))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"ring_length": 1}, "ring_length: a whole number from 2 to 4, not 1"),
        ({"ring_length": 5}, "ring_length"),
        ({"ring_length": 3.0}, "ring_length"),
        ({"chain_length": -1}, "chain_length must be a whole number from 0 to 10, not -1"),
        ({"chain_length": 11}, "chain_length"),
        ({"time_limit": 0}, "time_limit: seconds above 0, or None, not 0"),
        ({"time_limit": NAN}, "time_limit"),
        ({"time_limit": "soon"}, "time_limit"),
        ({"kept": [[("Z+", "A-")]]}, "kept: arc .* is not among the rows"),
        ({"kept": [[]]}, "neither a ring nor a chain"),
        ({"kept": [[("A+", "B-"), ("A+", "B-")]]}, "neither a ring nor a chain"),
        ({"kept": [[("B+", "A-")]]}, "neither closes nor starts with a gift"),
        (
            {"kept": [[("A+", "B-"), ("B+", "A-")], [("A+", "B-")]]},
            "kept: organisation 'A' is used beyond its capacity",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(asked, words):
    with pytest.raises(ValueError, match=words):
        find_rings(FINE, seed=SEED, **asked)


def test_an_exchange_of_ten_million_arcs_and_more_is_refused(monkeypatch):
    monkeypatch.setattr("matching.engine.rings.refusals.MOST_ARCS", 1)

    with pytest.raises(ValueError, match="arcs: at most 1 rows, not 2"):
        exchange_of(["AB", "BA"])


def test_the_greatest_numbers_do_not_overflow():
    keys = [f"{i:03}" for i in range(40)]
    exchange = Exchange(
        organisations=tuple(Organisation(key=key, capacity=1000) for key in keys),
        offers=tuple(Offer(key=key, organisation=key, capacity=999) for key in keys),
        needs=tuple(Need(key=key, organisation=key, capacity=1000) for key in keys),
        arcs=tuple(Arc(offer=a, need=b, value=1_000_000) for a in keys for b in keys[:6] if a != b),
    )

    proposal = find_rings(exchange, seed=SEED, chain_length=0, time_limit=None)

    assert proposal.value == proposal.bound == 6 * 999 * 1_000_000
