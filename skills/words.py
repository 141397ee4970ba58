"""Words as the suggester sees them: tokens, inflections, and the few that need care. Pure."""

import functools
import re
import unicodedata
from typing import NamedTuple

from skills.lexicon import (
    AMBIGUOUS,
    BEFORE_EXCEL,
    BEFORE_R,
    CASED,
    IRREGULAR,
    LANGUAGE_CONTEXT,
    LANGUAGES,
)

_TOKEN = re.compile(r"(?:(?<![^\W_])\.)?[^\W_]+(?:['’][^\W_]+)*[+#]*")
_CLAUSE = re.compile(r"(?<=[.!?])\s+|[\n\r;•·]+|\s[-–—*]\s|:\s")
# (ending, what takes its place, fewest letters that must be left)
_ENDINGS: tuple[tuple[str, str, int], ...] = (
    ("ational", "at", 3),
    ("isations", "is", 3),
    ("isation", "is", 3),
    ("isers", "is", 3),
    ("ising", "is", 3),
    ("ised", "is", 3),
    ("iser", "is", 3),
    ("ises", "is", 3),
    ("ise", "is", 3),
    ("ications", "", 4),
    ("ication", "", 4),
    ("ements", "", 4),
    ("ement", "", 4),
    ("ments", "", 5),
    ("ment", "", 5),
    ("ations", "", 4),
    ("ation", "", 4),
    ("ators", "", 4),
    ("ator", "", 4),
    ("ating", "", 4),
    ("ated", "", 4),
    ("ates", "", 4),
    ("ate", "", 4),
    ("ical", "", 4),
    ("ics", "", 4),
    ("ings", "", 3),
    ("ing", "", 3),
    ("iers", "i", 3),
    ("ied", "i", 3),
    ("ies", "i", 2),
    ("ness", "", 4),
    ("ers", "", 4),
    ("er", "", 4),
    ("ors", "", 5),
    ("or", "", 5),
    ("ied", "i", 2),
    ("ed", "", 3),
    ("ic", "", 4),
    ("ive", "", 4),
    ("al", "", 5),
    ("ly", "", 4),
    ("es", "", 3),
    ("s", "", 3),
    ("e", "", 3),
)
_BY_LAST_LETTER: dict[str, list[tuple[str, str, int]]] = {}
for _row in _ENDINGS:
    _BY_LAST_LETTER.setdefault(_row[0][-1], []).append(_row)


class Token(NamedTuple):
    """A word of a text: as it stands there, small, its stem, and where it is."""

    text: str
    small: str
    stem: str
    start: int
    end: int


def clauses(text: str) -> list[list[Token]]:
    """The text as short stretches of tokens: sentences, list items, lines."""
    parts, start = [], 0
    for gap in _CLAUSE.finditer(text):
        parts.append((start, text[start : gap.start()]))
        start = gap.end()
    parts.append((start, text[start:]))
    return [found for offset, part in parts if (found := tokens(part, offset=offset))]


def tokens(text: str, *, offset: int = 0) -> list[Token]:
    """The words of a text; ``C++``, ``C#`` and ``.NET`` stay whole."""
    found = []
    for match in _TOKEN.finditer(text):
        small = _small(match.group())
        start, end = offset + match.start(), offset + match.end()
        found.append(Token(match.group().lstrip("."), small, stem(small), start, end))
    return found


def words_of(text: str) -> list[str]:
    """The small words of a text, where nobody asks for their places."""
    return [_small(word) for word in _TOKEN.findall(text)]


def _small(word: str) -> str:
    if word.isascii():
        small = word.lower()
        if small.isalpha():
            return small
    else:
        small = unicodedata.normalize("NFKC", word).casefold()
    small = "dotnet" if small == ".net" else small.lstrip(".")
    return small[:-2] if small.endswith(("'s", "’s")) else small


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What inflections of a word have in common; British and American spellings meet."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or not word.isalpha():
        return word[:-1] if len(word) == 4 and word.endswith("s") and word[:-1].isalpha() else word
    word = _british(word)
    for ending, instead, least in _BY_LAST_LETTER.get(word[-1], ()):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            if ending == "s" and word.endswith(("ss", "us", "is")):
                break
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiosz":
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def _british(word: str) -> str:
    for american, british in (("yz", "ys"), ("iz", "is"), ("ior", "iour"), ("olor", "olour")):
        if american in word:
            word = word.replace(american, british)
    return word.replace("catalog", "catalogu") if word.endswith("catalog") else word


def means_a_language(found: list[Token], place: int, text: str) -> bool:
    """Whether a one-letter word (``R``, ``C``) at ``place`` names a programming language.

    It does in a list of languages, beside words such as ``programming`` or ``package``, and, for
    a capital R, after ``in`` or ``using``; never in ``R&D`` or ``Vitamin C``.
    """
    token = found[place]
    around = text[max(0, token.start - 1) : token.start] + text[token.end : token.end + 1]
    if token.small not in {"r", "c"} or set(around) & set("&'’-"):
        return False
    neighbours = found[max(0, place - 1) : place] + found[place + 1 : place + 2]
    if {near.small for near in neighbours} & {"and", "or"}:
        neighbours = found[max(0, place - 2) : place + 3]
    if any(near is not token and near.small in LANGUAGES for near in neighbours):
        return True
    if token.text.isupper() and any(near.small in LANGUAGE_CONTEXT for near in neighbours):
        return True
    before = found[place - 1].small if place else ""
    alone = len(found) == 1
    return token.text == "R" and (before in BEFORE_R or alone)


def is_the_product(found: list[Token], place: int, written: str) -> bool:
    """Whether an everyday word at ``place`` is the product called ``written`` in the vocabulary."""
    token = found[place]
    if token.small in CASED:
        return token.text == written or len(found) == 1
    nearby = {near.small for near in found} | {near.stem for near in found}
    if nearby & AMBIGUOUS[token.small] or len(found) == 1:
        return True
    before = found[place - 1].small if place else ""
    after = found[place + 1].small if place + 1 < len(found) else ""
    if token.small == "excel":
        if before in BEFORE_EXCEL or after.startswith("file"):
            return True
        if before == "to" or after in {"at", "in"}:
            return False
    return place > 0 and token.text[0].isupper() and token.text != token.text.upper()
