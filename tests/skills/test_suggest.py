"""Suggesting from plain words: what is found, by which words, and what is left alone."""

import csv
import importlib.util
from pathlib import Path

import pytest

from skills.reading import read_starter
from skills.suggest import Index, Term
from tests.support.shared_data import SHARED

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def starter() -> tuple[Index, dict[int, str]]:
    """The starter vocabulary as an index, and the names of its terms."""
    records = read_starter().skills
    terms = [Term(n, record.name, record.aliases) for n, record in enumerate(records)]
    return Index(terms), {n: record.name for n, record in enumerate(records)}


def names(starter, text: str, *, limit: int = 8) -> list[str]:
    index, name = starter
    return [name[one.key] for one in index.suggest(text, limit=limit, least_cover=0.7)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I need someone for a mail merge", "Mail merge"),
        ("our figures sit in messy spreadsheets", "Data cleaning"),
        ("help us with cleaning up a spreadsheet", "Data cleaning"),
        ("show the referrals on a map for trustees", "Mapping"),
        ("we would like a dashboard of our key numbers", "Dashboards"),
        ("answering FOI requests takes too long", "Freedom of information"),
        ("design a light survey for residents", "Survey design"),
        ("we use excel at the moment", "Microsoft Excel"),
        ("find duplicate records in our membership list", "Deduplication"),
        ("did it work? we want to measure impact", "Impact evaluation"),
        ("someone who can build pivot tables", "Pivot tables"),
        ("Analysts who know PowerBI and DAX", "Power BI"),
        ("free text comments from 400 forms", "Text analysis"),
        ("a volunteer who knows visualizations", "Data visualisation"),
        ("we need help with spreadshets", "Spreadsheets"),
        ("statistical modelling in R or Python", "R"),
    ],
)
def test_suggest_finds_the_skill_in_plain_words(starter, text, expected):
    assert expected in names(starter, text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("I excel at communication and strive to excel", "Microsoft Excel"),
        ("Go to the office and go home", "Go"),
        ("we need access to a database", "Microsoft Access"),
        ("spread the word of mouth", "Microsoft Word"),
        ("elderly people and their pets", "Privacy-enhancing technologies"),
        ("our R&D department", "R"),
        ("Mr R Smith of Walsall", "R"),
        ("vitamin C and hepatitis C", "C and C++"),
        ("children react swiftly", "React"),
        ("we look at change", "Looker"),
        ("a wrap of music", "Reproducible analysis"),
    ],
)
def test_suggest_leaves_alone_what_only_looks_alike(starter, text, unwanted):
    assert unwanted not in names(starter, text, limit=30)


@pytest.mark.parametrize(
    "text",
    ["Python, R and SQL", "R programming", "written in R", "packages: R/Python", "R", "java r sql"],
)
def test_suggest_takes_r_for_a_language_among_languages(starter, text):
    assert "R" in names(starter, text)


def test_suggest_matches_a_label_without_its_brackets():
    index = Index([Term(1, "Python (computer programming)"), Term(2, "Java (island)")])

    assert [one.key for one in index.suggest("we write Python")] == [1]


def test_suggest_returns_both_skills_of_an_alias_that_means_two():
    index = Index(
        [Term(1, "SPARQL"), Term(2, "RDF query language", ("SPARQL",)), Term(3, "Cooking")]
    )

    assert {one.key for one in index.suggest("a SPARQL endpoint")} == {1, 2}


def test_suggest_says_which_words_led_to_each(starter):
    index, name = starter

    found = {name[one.key]: one.words for one in index.suggest("Messy data: remove duplicates")}

    assert found["Data cleaning"] in {("Messy data",), ("remove duplicates",)}


def test_suggest_weighs_rare_words_more_than_common_ones():
    terms = [Term(n, f"manage thing{n}") for n in range(20)] + [Term(99, "falconry")]
    index = Index(terms)

    assert index.suggest("manage falconry")[0].key == 99


def test_suggest_lifts_the_broader_skill_below_the_found_one():
    index = Index([Term(1, "pandas", broader=(2,)), Term(2, "Python"), Term(3, "Pottery")])

    found = index.suggest("pandas")

    assert [(one.key, one.words) for one in found] == [(1, ("pandas",)), (2, ("pandas",))]
    assert found[0].score > found[1].score > 0


def test_suggest_does_not_depend_on_the_order_of_terms(starter):
    index, _ = starter
    turned = Index(reversed(index.terms))
    text = "A dashboard and a survey for volunteers, with Power BI, SQL and R"

    assert turned.suggest(text) == index.suggest(text)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "?!", "ß" * 200, "a" * 60_000, "💡", "\x00\x01"])
def test_suggest_survives_odd_text(starter, text):
    assert isinstance(names(starter, text), list)


def test_suggest_of_an_empty_vocabulary_is_nothing():
    assert Index([]).suggest("data analysis") == []


def test_suggest_is_no_worse_than_letters_of_labels_on_labelled_sentences():
    """Recall@5 on real, labelled sentences; figures of the bench, with its own baseline."""
    if not (SHARED / "text" / "esco_labelled_development.csv").exists():
        pytest.skip(f"no labelled sentences at {SHARED / 'text'}")
    spec = importlib.util.spec_from_file_location("bench_suggest", ROOT / "bench" / "suggest.py")
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)

    figures = bench.measure(full=False)

    ours, letters, labels = figures["sentence, recall@5"]
    assert ours > max(letters, labels)
    ours, _, labels = figures["span, recall@5"]
    assert ours >= labels - 0.01


def test_starter_files_are_plain_csv():
    files = sorted((ROOT / "skills" / "starter").glob("*.csv"))

    assert files != []
    for path in files:
        with path.open(encoding="utf-8", newline="") as lines:
            assert next(csv.reader(lines))[0] == "name", path.name


def test_suggest_reads_words_written_together_or_apart():
    index = Index(
        [Term(1, "systems life-cycle"), Term(2, "e-commerce systems"), Term(3, "Cooking")]
    )

    assert index.suggest("the whole lifecycle of our systems")[0].key == 1
    assert index.suggest("ecommerce systems")[0].key == 2


def test_suggest_reads_a_word_apart_that_another_skill_writes_together():
    index = Index([Term(1, "systems life-cycle"), Term(2, "manage data lifecycle")])

    found = index.suggest("the whole lifecycle of our systems")

    assert [one.key for one in found] == [1, 2]


def test_suggest_puts_a_named_tool_before_half_a_phrase():
    index = Index(
        [Term(1, "create solutions to problems"), Term(2, "JavaScript"), Term(3, "manage websites")]
    )

    found = index.suggest("Create pages for our website with JavaScript and find solutions")

    assert found[0].key == 2


def test_suggest_finds_the_same_among_very_many():
    few = [Term(1, "Data cleaning", ("messy data",)), Term(2, "SQL")]
    many = few + [Term(n, f"manage item {n} of the record") for n in range(10, 6_000)]

    assert [one.key for one in Index(many).suggest("manage our messy data in SQL")][:2] == [1, 2]


NAN = float("nan")


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Term(NAN, "x"), "key is a whole number"),
        (lambda: Term("1", "x"), "key is a whole number"),
        (lambda: Term(1, None), "Term 1: label"),
        (lambda: Term(1, b"x"), "Term 1: label"),
        (lambda: Term(1, "x", "yz"), "Term 1: aliases"),
        (lambda: Term(1, "x", (None,)), "Term 1: aliases"),
        (lambda: Term(1, "x", (), (NAN,)), "Term 1: broader"),
        (lambda: Index([1]), "terms holds 1"),
        (lambda: Index([Term(1, "x"), Term(1, "y")]), "the same key, 1"),
    ],
)
def test_a_vocabulary_that_cannot_be_used_is_refused(build, words):
    with pytest.raises(ValueError, match=words):
        build()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        *(({"text": bad}, "text is a text") for bad in (None, b"x", 5, NAN, ["sql"])),
        *(({"limit": bad}, "limit") for bad in (-1, None, 1.5, NAN, "3", True)),
        *(({"least_cover": bad}, "least_cover") for bad in (-0.1, 1.1, None, NAN, "x")),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(asked, words):
    index = Index([Term(1, "SQL")])

    with pytest.raises(ValueError, match=words):
        index.suggest(**{"text": "sql", **asked})


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800", "(" * 10**5, "sql " * 200_000, "no " * 50_000]
)
def test_any_text_is_read(text):
    index = Index([Term(1, "SQL"), Term(2, ""), Term(3, "R")])

    found = [suggestion.key for suggestion in index.suggest(text)]

    assert found == ([1] if "sql" in text else [])
    assert Index([]).suggest(text) == []
