"""Where the words of a search stand in a text: a piece of it around them, each in ``<mark>``.

What comes out is safe: everything but the marks is escaped.
"""

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from common.letters import fold, fold_letter

MOST_SHOWN = 200
BEFORE_THE_HIT = 60
SHORTEST_BEGINNING = 4
MOST_LOOKED_AT = 20_000
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "y", "e")


def terms_of(words: str) -> list[str]:
    """The folded words that somebody looks for."""
    return _WORD.findall(fold(words))


def root(word: str) -> str:
    """A folded word without the commonest endings of English, never under three letters."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def is_hit(word: str, terms: Iterable[str]) -> bool:
    """Whether a folded word is one of the terms, in another form, or begins with one."""
    return any(
        word == term
        or root(word) == root(term)
        or (len(term) >= SHORTEST_BEGINNING and word.startswith(term))
        for term in terms
    )


def holds_all(text: str, terms: Iterable[str]) -> bool:
    """Whether each term stands in the text."""
    words = set(_WORD.findall(fold(text)))
    return all(any(is_hit(word, [term]) for word in words) for term in terms)


def marked(text: str, terms: list[str]) -> SafeString:
    """The whole text, escaped, with every hit in ``<mark>``."""
    parts, end = [], 0
    for start, stop in _hits(text, terms):
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  (every part of the text is escaped above)


def excerpt(text: str, terms: list[str], most: int = MOST_SHOWN) -> SafeString:
    """About ``most`` letters around the first hit, or the beginning where there is none."""
    text = " ".join(text[:MOST_LOOKED_AT].split())
    if len(text) <= most:
        return marked(text, terms)
    first = next(iter(_hits(text, terms)), (0, 0))[0]
    start = _word_start(text, max(0, min(first - BEFORE_THE_HIT, len(text) - most)))
    stop = start + most
    piece = text[start:stop]
    if stop < len(text) and " " in piece:
        piece = piece.rsplit(" ", 1)[0]
    opening = "… " if start else ""
    ending = " …" if start + len(piece) < len(text) else ""
    return mark_safe(f"{opening}{marked(piece, terms)}{ending}")  # noqa: S308  (marked escapes)


def _word_start(text: str, at: int) -> int:
    """The beginning of the next word, unless it is far away."""
    if at == 0 or text[at - 1] == " ":
        return at
    following = text.find(" ", at, at + 40)
    return following + 1 if following >= 0 else at


def _hits(text: str, terms: list[str]) -> list[tuple[int, int]]:
    """Where in the text as it is written each hit begins and ends."""
    if not terms:
        return []
    folded, place = [], []
    for number, letter in enumerate(text):
        for one in letter.lower() if letter.isascii() else fold_letter(letter):
            folded.append(one)
            place.append(number)
    place.append(len(text))
    found = []
    for word in _WORD.finditer("".join(folded)):
        if is_hit(word[0], terms):
            start, stop = place[word.start()], place[word.end() - 1] + 1
            # A mark that stands by itself belongs to the letter before it.
            while stop < len(text) and not fold_letter(text[stop]):
                stop += 1
            found.append((start, stop))
    return found
