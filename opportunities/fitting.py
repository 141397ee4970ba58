"""How well opportunities fit a person, told by the app above that matches.

It says so in a module called ``opportunity_fits``; without one the lists go by skills alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from profiles.models import Person

Reasons = dict[int, list[dict[str, Any]]]


@dataclass(frozen=True)
class Matcher:
    """``scores(person)`` by opportunity, higher fits better, at most :data:`HIGHEST`; ``reasons(person,
    keys)`` of those few that a page shows, as ``components/why_row.html`` takes them. One query each."""

    name: str
    scores: Callable[[Person], Mapping[int, int]]
    reasons: Callable[[Person, Sequence[int]], Reasons]


HIGHEST = 30_000
MATCHERS: dict[str, Matcher] = {}


def register(matcher: Matcher) -> Matcher:
    """Let the lists ask an app how well something fits."""
    if MATCHERS.get(matcher.name, matcher) != matcher:
        raise ValueError(f"Two matchers are called {matcher.name!r}.")
    MATCHERS[matcher.name] = matcher
    return matcher


def scores(person: Person) -> dict[int, int]:
    """The best score that anybody gives, by opportunity."""
    found: dict[int, int] = {}
    for matcher in MATCHERS.values():
        for key, score in matcher.scores(person).items():
            found[key] = max(score, found.get(key, 0))
    return found


def reasons(person: Person, keys: Sequence[int]) -> Reasons:
    """Why, for those on one page."""
    found: Reasons = {}
    for matcher in MATCHERS.values():
        for key, rows in matcher.reasons(person, keys).items():
            found.setdefault(key, []).extend(rows)
    return found
