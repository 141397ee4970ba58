"""Words of a search in a text: marked where they stand, and nothing else gets through."""

import pytest

from common.highlight import excerpt, holds_all, is_hit, marked, terms_of
from common.letters import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Naïve Café", "naive cafe"),
        ("Łódź, Ærø, Œuvre, Straße", "lodz, aero, oeuvre, strasse"),
        ("cafe\u0301", "cafe"),
        ("O’Brien", "o'brien"),
        ("北京 한국 हिन्दी", "北京 한국 हिन्दी"),
        ("PLAIN", "plain"),
    ],
)
def test_letters_are_folded(written, folded):
    assert fold(written) == folded
    assert fold(fold(written)) == folded


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Open data for all", "DATA", "Open <mark>data</mark> for all"),
        ("Placements and placing", "placement", "<mark>Placements</mark> and placing"),
        ("Zoë’s café", "zoe cafe", "<mark>Zoë</mark>’s <mark>café</mark>"),
        ("cafe\u0301 bar", "café", "<mark>cafe\u0301</mark> bar"),
        ("Ærø & Straße", "aero strasse", "<mark>Ærø</mark> &amp; <mark>Straße</mark>"),
        ("<b>data \"q\"", "data b", "&lt;<mark>b</mark>&gt;<mark>data</mark> &quot;q&quot;"),
        ("nothing here", "elsewhere", "nothing here"),
        ("", "data", ""),
        ("data", "", "data"),
    ],
)  # fmt: skip
def test_hits_are_marked_as_they_are_written(text, words, shown):
    assert marked(text, terms_of(words)) == shown


def test_a_word_inside_another_is_no_hit():
    assert not is_hit("update", ["data"])
    assert is_hit("database", ["data"])
    assert not is_hit("is", ["island"])


def test_a_piece_is_cut_around_the_first_hit():
    text = "word " * 100 + "turnip " + "word " * 100

    shown = excerpt(text, ["turnip"])

    assert "<mark>turnip</mark>" in shown
    assert shown.startswith("… word")
    assert shown.endswith(" …")
    assert len(shown) < 230


def test_without_a_hit_a_piece_is_the_beginning():
    shown = excerpt("word " * 100, ["turnip"])

    assert shown.startswith("word word")
    assert shown.endswith("word …")


@pytest.mark.parametrize(
    "text", ["x" * 5000, "<" * 5000, "\u0301" * 5000, "&" * 300 + " data", "😀" * 900]
)
def test_no_text_breaks_a_piece(text):
    shown = excerpt(text, ["data"])

    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")


def test_all_words_have_to_stand_in_it():
    assert holds_all("Paid placements in Coventry", terms_of("placement coventry"))
    assert not holds_all("Paid placements in Coventry", terms_of("placement dudley"))
