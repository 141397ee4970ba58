"""How names are compared and turned into addresses. Pure: no Django."""

import re
import unicodedata

_SPELT_OUT = (("c++", "c plus plus"), ("c#", "c sharp"), ("f#", "f sharp"), (".net", " dotnet"))
_PARENTHESIS = re.compile(r"\s*\([^()]*\)\s*$")


def fold(text: str) -> str:
    """The form in which two spellings of one name are equal."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def bare(label: str) -> str:
    """``Python (computer programming)`` without what stands in brackets at its end."""
    return _PARENTHESIS.sub("", label) or label


def slug_text(name: str) -> str:
    """An address for a name; C, C# and C++ get three different ones."""
    text = name.lower()
    for sign, words in _SPELT_OUT:
        text = text.replace(sign, words)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:100].strip("-") or "skill"
