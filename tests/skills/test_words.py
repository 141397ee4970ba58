"""Inflections meet; what only looks alike stays apart."""

import pytest

from skills.names import bare, fold, slug_text
from skills.words import clauses, stem, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("spreadsheet", "spreadsheets"),
        ("analysis", "analysing"),
        ("analyst", "analytics"),
        ("visualise", "visualization"),
        ("mapping", "maps"),
        ("statistics", "statistical"),
        ("database", "databases"),
        ("survey", "surveys"),
        ("programming", "programmer"),
        ("cataloguing", "catalogue"),
        ("modelling", "modeling"),
        ("volunteer", "volunteers"),
        ("queries", "query"),
    ],
)
def test_stem_joins_inflections(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("data", "date"), ("sas", "sa"), ("gis", "gi"), ("public", "publish"), ("looker", "look")],
)
def test_stem_keeps_different_words_apart(one, other):
    assert stem(one) != stem(other)


def test_tokens_keep_names_with_signs_whole():
    found = [token.small for token in tokens("C++, C# and .NET; node.js, charity's R&D")]

    assert found == ["c++", "c#", "and", "dotnet", "node", "js", "charity", "r", "d"]


def test_clauses_know_where_each_word_stands():
    text = "First part. Second line\n- third"

    spots = [text[word.start : word.end] for clause in clauses(text) for word in clause]

    assert spots == ["First", "part", "Second", "line", "third"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Python (computer programming)", "Python"),
        ("SQL", "SQL"),
        ("(in brackets)", "(in brackets)"),
    ],
)
def test_bare_leaves_out_what_stands_in_brackets(label, expected):
    assert bare(label) == expected


def test_fold_makes_spellings_equal():
    assert fold("  Ｄata   CLEANING ") == "data cleaning"


def test_slug_text_tells_the_c_languages_apart():
    assert [slug_text(name) for name in ("C", "C#", "C++", "Ünïcode & more", "???")] == [
        "c",
        "c-sharp",
        "c-plus-plus",
        "unicode-more",
        "skill",
    ]
