"""Reading without knowing who: what tells a name, an address or a sex is taken out of a text.

Generous on purpose: a word too many is taken out rather than one too few. A person who wants to be
known by what they did can still be recognised by it; the page says so to hosts.
"""

import re
import unicodedata
from collections.abc import Iterable

NAME, MAIL, LINK, PHONE, HANDLE = "[name]", "[e-mail]", "[link]", "[phone number]", "[handle]"

_AT, _DOT = (
    r"(?:\s*(?:@|\(at\)|\[at\]|\{at\})\s*|\s+at\s+)",
    r"(?:\s*(?:\.|\(dot\)|\[dot\])\s*|\s+dot\s+)",
)
_MAIL = re.compile(rf"[\w.+'-]+{_AT}[\w-]+(?:{_DOT}[\w-]{{2,}})+", re.I)
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,12}:)?//\S+|\b(?:javascript|mailto|data|tel):\S+|\bwww\.\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|uk|dev|me|app|eu|info|edu|example)\b(?:/\S*)?",
    re.I,
)
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s().-]*\d){8,14}(?!\w)")
_HANDLE = re.compile(r"(?<!\w)@[\w.]{2,}")
_TITLE = re.compile(r"\b(?:mr|mrs|miss|ms|mx|sir|madam|dame|lady|lord)\b\.?\s*", re.I)
_NEUTRAL = {
    "he": "they",
    "she": "they",
    "him": "them",
    "his": "their",
    "her": "their",
    "hers": "theirs",
    "himself": "themself",
    "herself": "themself",
    "he's": "they’re",
    "she's": "they’re",
    "man": "person",
    "woman": "person",
    "men": "people",
    "women": "people",
    "boy": "child",
    "girl": "child",
    "boys": "children",
    "girls": "children",
    "male": "person",
    "female": "person",
    "gentleman": "person",
    "mother": "parent",
    "father": "parent",
    "mum": "parent",
    "mom": "parent",
    "dad": "parent",
    "daughter": "child",
    "son": "child",
    "sister": "sibling",
    "brother": "sibling",
    "wife": "partner",
    "husband": "partner",
    "girlfriend": "partner",
    "boyfriend": "partner",
    "mothers": "parents",
    "fathers": "parents",
}
_WORD = re.compile(
    r"(?<![\w’'])(?:" + "|".join(sorted(_NEUTRAL, key=len, reverse=True)) + r")(?!\w)", re.I
)


def blind(text: str, *, names: Iterable[str] = ()) -> str:
    """``text`` without names, contacts and words that tell a sex."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    for pattern, instead in ((_MAIL, MAIL), (_LINK, LINK), (_HANDLE, HANDLE), (_PHONE, PHONE)):
        text = pattern.sub(instead, text)
    text = _TITLE.sub("", text)
    text = _without_names(text, names)
    return _WORD.sub(_neutral, text)


def names_of(person) -> list[str]:
    """What an applicant is called here: each would tell who it is."""
    user = person.user
    address = user.email.partition("@")[0] if user else ""
    return [person.name, user.name if user else "", person.slug, address]


def _without_names(text: str, names: Iterable[str]) -> str:
    """Whole names and each of their parts, whatever the accents and the case."""
    parts = set()
    for name in names:
        folded = _folded(name)
        parts |= {folded, *re.split(r"[\W\d_]+", folded)}
    parts = {part for part in parts if len(part) > 1}
    if not parts:
        return text
    longest = sorted(parts, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    letters, kept, end = _folded(text), [], 0
    for found in pattern.finditer(letters):
        kept += [text[end : found.start()], NAME]
        end = found.end()
    shown = "".join([*kept, text[end:]])
    return re.sub(r"\[name\](?:[\s'-]+\[name\])+", NAME, shown)


def _folded(text: str) -> str:
    """Lower case without accents, letter for letter, so that places stay the same."""
    return "".join(
        (unicodedata.normalize("NFD", letter)[0].lower() or letter)[0] for letter in text
    )


def _neutral(found: re.Match[str]) -> str:
    word = found.group()
    instead = _NEUTRAL[word.lower()]
    return instead.capitalize() if word[0].isupper() else instead
