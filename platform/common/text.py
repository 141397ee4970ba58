"""Cleaning of what people type. Pure functions: text in, text out, or ValueError in words.

What is accepted here is generous (every letter of every script); what is refused is what breaks
headers, databases or the order in which a reader sees letters.
"""

import re
import unicodedata

# Bidirectional controls change the order in which text is shown, so a name can imitate another.
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
_BIDI = re.compile(f"[{BIDI}]")
_INVISIBLE = re.compile(f"[{BIDI}{ZERO_WIDTH}]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROLS_BUT_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
MARKS_IN_A_ROW = 4


def has_unreadable(text: str) -> bool:
    """Whether ``text`` holds what no database of ours can store: NUL or half a character."""
    return "\x00" in text or bool(_SURROGATES.search(text))


def has_line_break(text: str) -> bool:
    """Whether ``text`` would spill over one line (and so into a mail header)."""
    return any(mark in text for mark in "\r\n\u2028\u2029\x0b\x0c\x85")


def has_controls(text: str) -> bool:
    """Whether ``text`` holds control characters other than line feed and tab."""
    return bool(_CONTROLS_BUT_LINES.search(text))


def strip_bidi(text: str) -> str:
    """Take out bidirectional controls; joiners stay, because some scripts and emoji need them."""
    return _BIDI.sub("", text)


def strip_marks(text: str) -> str:
    """Keep at most four combining marks on one letter: real languages need fewer, pranks more."""
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(letter)
    return "".join(kept)


def one_line(text: object, *, limit: int | None = None) -> str:
    """Make any text safe for one line: a title, a subject, a name inside a mail.

    Controls and line breaks become spaces, invisible characters go, runs of spaces become one.
    """
    cleaned = unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", str(text)))
    cleaned = _INVISIBLE.sub("", _CONTROLS.sub(" ", cleaned))
    cleaned = _SPACES.sub(" ", strip_marks(cleaned)).strip()
    if limit is not None and len(cleaned) > limit:
        cleaned = cleaned[: limit - 1].rstrip() + "…"
    return cleaned


def many_lines(text: str) -> str:
    """Settle line ends and spelling of letters in a longer text; bidirectional controls go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return strip_marks(strip_bidi(unicodedata.normalize("NFC", text)))
