"""Letters without case and accents, so that ``naive`` and ``Naïve`` are one word for a search.

Databases differ in what they fold; here both are given what is folded already.
"""

import functools
import unicodedata

_MARKS = ("\u0300", "\u036f")
_AS_WRITTEN_PLAINLY = str.maketrans(
    {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ı": "i",
        "þ": "th",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
    }
)


def fold(text: str) -> str:
    """The text in small letters without accents. Its length may differ: see :func:`fold_letter`."""
    return text.lower() if text.isascii() else "".join(map(fold_letter, text))


@functools.lru_cache(10_000)
def fold_letter(letter: str) -> str:
    """One letter in small, without its marks: none, one or two letters."""
    apart = unicodedata.normalize("NFKD", letter).casefold()
    kept = "".join(one for one in apart if not _MARKS[0] <= one <= _MARKS[1])
    return unicodedata.normalize("NFC", kept).translate(_AS_WRITTEN_PLAINLY)
