"""Forty texts that break websites, and where they are sent: as raw bytes, so that nothing is tidied."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

STRINGS: dict[str, bytes] = {
    "nul": b"a\x00b",
    "nul alone": b"\x00",
    "nul written out": b"%00",
    "lone surrogate": b"\xed\xa0\x80",
    "surrogate pair in two parts": b"\xed\xa0\xbd\xed\xb8\x80",
    "invalid utf-8": b"\xff\xfe\xfa",
    "broken off in a letter": b"caf\xc3",
    "over-long slash": b"\xc0\xaf\xc0\xae",
    "one double quote": b'"',
    "one apostrophe": b"'",
    "sql": b"' OR 1=1; DROP TABLE profiles_user; --",
    "search operators": b"NEAR(a b, 5) AND NOT (x OR *) -y ^z col:w",
    "open bracket": b"((((",
    "asterisk": b'* "a" & | ! <-> :*',
    "like wildcards": b"%_%\\_[a-z]",
    "bidi": "\u202egpj.exe\u2066 evil\u2069".encode(),
    "zero width": "a\u200b\u200d\ufeffb".encode(),
    "many marks": ("Z" + "\u0341" * 300).encode(),
    "ten thousand letters": b"x" * 10_000,
    "ten thousand words": b"data " * 2_000,
    "script": b"<script>alert(1)</script><img src=x onerror=alert(1)>",
    "end of attribute": b"\"><svg/onload=alert(1)>'",
    "template": b"{{ 7*7 }}{% load x %}{% include '/etc/passwd' %}${7*7}#{7}",
    "crlf": b"a\r\nBcc: victim@people.example\r\n\r\nbody",
    "control characters": b"\x01\x08\x1b[31m\x7f\xc2\x85",
    "not a number": b"NaN",
    "above every float": b"1e309",
    "ten to the thirty": b"1" + b"0" * 30,
    "minus one": b"-1",
    "number in other digits": "\u0663\u00b2\u2167".encode(),
    "year nought": b"0000-01-01",
    "year 9999": b"9999-12-31",
    "year 10000": b"10000-01-01T00:00:00+99:99",
    "json bomb": b"[" * 5_000,
    "json with an escaped nul": b'{"a": "\\u0000", "b": NaN}',
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ec\U0001f1e7".encode(),
    "format": b"%s%n%d {0.__class__} %(x)s {",
    "way out": b"../../../../etc/passwd\\..\\..",
    "huge page": b"999999999999999999999",
    "formula": b'=HYPERLINK("http://evil.example","x")',
}
UNREADABLE = (
    *("nul", "nul alone", "lone surrogate", "surrogate pair in two parts"),
    *("invalid utf-8", "broken off in a letter", "over-long slash"),
)
"""What can be stored nowhere, and so is stopped at the door."""


@dataclass(frozen=True)
class Address:
    """Where a hostile text is sent: one place at a time, or all at once.

    ``places`` are names of fields, or of parts of the path in braces. ``good`` is what the other
    fields hold. ``typed`` are places whose text must still stand in a form that is shown again.
    """

    name: str
    path: str
    places: tuple[str, ...]
    who: str = "anonymous"
    method: str = "GET"
    good: dict[str, Any] = field(default_factory=dict)
    typed: tuple[str, ...] = ()

    def request(self, hostile: bytes, places: tuple[str, ...]) -> tuple[str, bytes]:
        """The path with its query string, and the body."""
        path = self.path
        pairs = []
        values = {**self.good, **dict.fromkeys(places, hostile)}
        for name, value in values.items():
            for one in value if isinstance(value, list) else [value]:
                raw = one if isinstance(one, bytes) else str(one).encode()
                if "{" + name + "}" in path:
                    path = path.replace("{" + name + "}", quote_from_bytes(raw, safe=""))
                else:
                    pairs.append(f"{name}={quote_from_bytes(raw, safe='')}")
        if self.method == "GET":
            return f"{path}?{'&'.join(pairs)}" if pairs else path, b""
        return path, "&".join(pairs).encode()
