"""Why a person was opened to somebody, in words that the higher apps know.

A disclosure names its cause as "introduction:12". The app that owns introductions says here what
that means, in a module called ``disclosure_causes``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What a cause is called, and where the person can end it."""

    text: str
    url: str = ""


Describe = Callable[[list[int]], Mapping[int, Words]]
_KINDS: dict[str, Describe] = {}


def register(kind: str, describe: Describe) -> None:
    """Say what causes of a kind are called: ``describe(ids)`` in one query."""
    if _KINDS.get(kind, describe) is not describe:
        raise ValueError(f"Two apps say what {kind!r} means.")
    _KINDS[kind] = describe


def describe(causes: Iterable[str]) -> dict[str, Words]:
    """Words for each cause; one that nobody knows, or that has gone, is an earlier contact."""
    wanted: dict[str, list[int]] = {}
    found: dict[str, Words] = {}
    for cause in set(causes):
        kind, _, number = cause.partition(":")
        found[cause] = Words("An earlier contact")
        if number.isascii() and number.isdecimal():
            wanted.setdefault(kind, []).append(int(number))
    for kind, ids in wanted.items():
        if kind in _KINDS:
            for pk, words in _KINDS[kind](sorted(ids)).items():
                found[f"{kind}:{pk}"] = words
    return found
