"""Completing from memory: what one look finds is what a look at each word would find."""

from hypothesis import given
from hypothesis import strategies as st

from skills.completions import Completions, Words

WORDS = st.lists(st.text(alphabet="abc é", min_size=1, max_size=6), max_size=25)


@given(WORDS, st.text(alphabet="abc é", min_size=1, max_size=3))
def test_words_are_found_as_if_each_were_looked_at(words, typed):
    entries = [(word, number, word) for number, word in enumerate(words)]
    known = Words(entries)

    assert sorted(known.beginning(typed)) == sorted(e for e in entries if e[0].startswith(typed))
    assert sorted(known.holding(typed)) == sorted(e for e in entries if typed in e[0])


def test_no_words_complete_to_nothing():
    assert Completions([], []).complete("a", 10) == {}
    assert Completions([], []).slips("abcd", 10) == {}


def test_a_name_comes_before_an_alias_and_a_beginning_before_a_middle():
    known = Completions(
        [(1, "Data cleaning"), (2, "Big data"), (3, "Metadata")],
        [(4, "data sums", "data sums"), (5, "open data", "open data")],
    )
    met = known.complete("data", 10)
    assert sorted(met, key=lambda pk: met[pk][:2]) == [1, 2, 3, 4, 5]
    # Enough begins with it: what only holds it is left out.
    assert set(known.complete("data", 4)) == {1, 2, 3, 4}
