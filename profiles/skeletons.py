"""What is left of an organisation's name when its dress is taken off: to see that two names are one.

Case, accents, punctuation, invisible characters, legal endings, small words, and letters of other
alphabets that look like Latin ones go. A skeleton is compared, never shown. Pure.
"""

import re
import unicodedata

# Letters and digits that a reader takes for a Latin letter (the common part of Unicode's confusables).
_PAIRS = {
    "cyrillic": ("авекмнорстухіѕјԁԛԝһг", "abekmhopctyxisjdqwhr"),
    "greek": ("αβγεηικμνορτυχω", "abyenikmvoptuxw"),
    "armenian": ("հցոսօ", "hgnuo"),
    "latin": ("ıłøđßæœɡɑ", "ilodsaoga"),
    "digits": ("01", "ol"),
}
_LOOKS_LIKE = {
    ord(letter): latin
    for letters, latins in _PAIRS.values()
    for letter, latin in zip(letters, latins, strict=True)
}
_ENDINGS = frozenset({"ltd", "limited", "plc", "llp", "cic", "cio", "inc", "company", "co"})
_SMALL = frozenset({"the", "of", "and", "for", "in", "at", "a", "an"})
_WORD = re.compile(r"[^\W_]+")
ALIKE = 90
"""From here on (0 to 100, rapidfuzz's ratio over sorted words) two names are shown side by side."""


def skeleton(name: str) -> str:
    """The words that tell an organisation from others, sorted; empty when there are none."""
    return " ".join(sorted(_telling_words(name)))


def run_together(name: str) -> str:
    """The same words in their own order without spaces: a food bank is a foodbank."""
    return "".join(_telling_words(name))


def _telling_words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    text = "".join(
        letter
        for letter in text
        if letter not in "’'" and unicodedata.category(letter) not in ("Mn", "Me", "Cf")
    )
    words = [word.translate(_LOOKS_LIKE) for word in _WORD.findall(text)]
    return [word for word in words if word not in _ENDINGS and word not in _SMALL] or words
