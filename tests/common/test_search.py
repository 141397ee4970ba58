"""No text breaks a search, and what matches is found."""

from typing import Any

import pytest
from django.db import DatabaseError

from common import search
from common.search import clean_query

HOSTILE = [
    '"', '""', '"unbalanced', "'", "''", "\x00", "\x1f", "\n\r", "\ud800", "\u202e", "(", ")", "((",
    "a AND", "NOT", "NEAR(a b)", "a*", "*", "^a", "a:b", "title:x", "{a}", "-", "--", "- -", "+",
    "a -b", "%", "_", "\\", "\\'", "&", "|", "!", "a & | b", "<->", "';DROP TABLE x;--", "x" * 5000,
    "a " * 500, "名", "´`", "$1", "${x}", "{{ x }}", "../", "\u0301",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_clean_query_is_short_and_plain(typed: str) -> None:
    words = clean_query(typed)

    assert len(words) <= search.MOST_CHARACTERS
    assert len(words.split()) <= search.MOST_TERMS
    assert not set(words) & set('"()*^:{}<>|!\\\x00\n\r$%')


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  data   analyst ", "data analyst"),
        ("“C++” & C#", "C++ C#"),
        ("O'Brien", "O'Brien"),
        ("open-data", "open-data"),
        ("Siân", "Siân"),
        ('"exact words"', "exact words"),
        ("...", ""),
        (None, ""),
    ],
)
def test_clean_query_keeps_words(typed: Any, words: str) -> None:
    assert clean_query(typed) == words


@pytest.fixture
def offers(db: None) -> Any:
    from profiles.models import Offer

    for number, title in enumerate(["Power BI clinic", "Mapping for charities", "A venue"]):
        Offer.objects.create(title=title, slug=f"o{number}", kind="hour", summary="Something")
    return Offer.objects.all()


def titles(found: Any) -> list[str]:
    return [offer.title for offer in found]


def test_search_finds_by_word(offers: Any) -> None:
    assert titles(search.search(offers, "charities")) == ["Mapping for charities"]


def test_search_keeps_to_the_queryset_it_was_given(offers: Any) -> None:
    found = search.search(offers.filter(kind="venue"), "charities")

    assert titles(found) == []


def test_search_can_be_narrowed_counted_and_cut(offers: Any) -> None:
    found = search.search(offers, "something").filter(title__startswith="A")

    assert (found.count(), titles(found[:1])) == (1, ["A venue"])


def test_search_completes_a_word(offers: Any) -> None:
    assert titles(search.search(offers, "mapp", partial=True)) == ["Mapping for charities"]


def test_search_for_nothing_leaves_the_queryset_unchanged(offers: Any) -> None:
    assert search.search(offers, "  ") is offers


def test_search_for_signs_only_finds_nothing(offers: Any) -> None:
    assert titles(search.search(offers, '"')) == []


@pytest.mark.both_databases
@pytest.mark.parametrize("partial", [False, True])
def test_no_text_breaks_a_search(
    offers: Any, partial: bool, caplog: pytest.LogCaptureFixture
) -> None:
    for typed in HOSTILE:
        list(search.search(offers, typed, partial=partial))

    assert [record for record in caplog.records if record.name == search.logger.name] == []


def test_a_search_the_database_refuses_finds_nothing(
    offers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def search(self, *args: Any, **options: Any) -> Any:
            raise DatabaseError("no such tokenizer")

        autocomplete = search

        @property
        def query_compiler_class(self) -> Any:
            return self.search()

    monkeypatch.setattr(search, "get_search_backend", Refusing)

    assert titles(search.search(offers, "charities")) == []


def test_whoever_counts_is_told_when_not_all_was_looked_through(
    offers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from profiles.models import Offer

    keys, more = search.keys_of(Offer, "something")
    assert (len(keys), more) == (3, False)

    monkeypatch.setattr(search, "MOST_LOOKED_THROUGH", 2)
    keys, more = search.keys_of(Offer, "something")
    assert (len(keys), more) == (2, True)
    assert search.keys_of(Offer, "  ") == ([], False)
    assert search.keys_of(Offer, "welding") == ([], False)
