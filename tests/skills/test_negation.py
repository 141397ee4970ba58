"""What a text says is not needed is not suggested; what it lacks and asks for is."""

import pytest

from skills.negation import declined
from skills.suggest import Index, Term
from skills.words import clauses

INDEX = Index([Term(1, "Python"), Term(2, "SQL"), Term(3, "Coding"), Term(4, "Dashboards")])
NAMES = {term.key: term.label for term in INDEX.terms}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No coding needed.", set()),
        ("No knowledge of Python or SQL is required, but we like dashboards", {"Dashboards"}),
        ("You do not need Python or SQL", set()),
        ("You don't need Python, only SQL", {"SQL"}),
        ("Python is not required, SQL is", {"SQL"}),
        ("We make dashboards; Python isn’t essential", {"Dashboards"}),
        ("Dashboards without coding", {"Dashboards"}),
        ("We have no dashboards and would like one", {"Dashboards"}),
        ("There is no SQL expert here. We need Python", {"SQL", "Python"}),
        ("Not only Python but SQL too", {"Python", "SQL"}),
        ("Python needed, no SQL", {"Python", "SQL"}),
    ],
)
def test_only_denied_needs_are_left_out(text, expected):
    assert {NAMES[one.key] for one in INDEX.suggest(text)} == expected


@pytest.mark.parametrize(
    "text", ["no", "not", "without", "do not need", "needed not no", "not required"]
)
def test_a_cue_alone_breaks_nothing(text):
    (clause,) = clauses(text)

    assert declined(clause, text) <= set(range(len(clause)))


def test_said_elsewhere_it_counts():
    assert [one.key for one in INDEX.suggest("No SQL needed at first. Later we need SQL.")] == [2]
