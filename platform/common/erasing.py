"""Erasure: taking somebody out of everything, while what was counted stays counted.

Each app registers verbs in its ``personal_data.py``; they run from the highest app to the lowest, in one
transaction. The first says which words are the person's (names, addresses, slugs); the last takes those
words out of mails, notes and logs that were written for others.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet

GONE = "(somebody who has left)"
SHORTEST = 3


@dataclass
class Leaving:
    """Somebody being erased: the user, the words that name them, and what was done so far."""

    user: Any
    words: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    user_id: int = 0

    def __post_init__(self) -> None:
        # Django takes the key off a user that was deleted.
        self.user_id = self.user.pk

    @property
    def addresses(self) -> set[str]:
        """Those of the words that are theirs alone, whoever else has the name."""
        return {word for word in self.words if "@" in word}

    def name(self, *words: str) -> None:
        """Say that these words are theirs. Shorter ones than three letters name nobody."""
        self.words |= {word.strip() for word in words if len(word.strip()) >= SHORTEST}

    def remove(self, rows: QuerySet) -> int:
        """Delete rows and count them under the name of their table."""
        number = rows.count()
        rows.delete()
        self.counts[rows.model._meta.label_lower] += number
        return number


Eraser = Callable[[Leaving], None]
_ERASERS: dict[str, tuple[int, Eraser]] = {}


def eraser(name: str, *, order: int) -> Callable[[Eraser], Eraser]:
    """Register what an app does when somebody is erased; higher apps take lower numbers."""

    def register(run: Eraser) -> Eraser:
        known = _ERASERS.get(name)
        if known and known[1].__qualname__ != run.__qualname__:
            raise ValueError(f"Two erasers are called {name!r}.")
        _ERASERS[name] = (order, run)
        return run

    return register


@transaction.atomic
def erase(user: Any) -> Leaving:
    """Take ``user`` out of everything, and delete them. Returns what was counted on the way."""
    leaving = Leaving(user)
    for _, run in sorted(_ERASERS.values(), key=lambda entry: entry[0]):
        run(leaving)
    return leaving


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of these words, standing by themselves, whatever their case."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    if not longest_first:
        return None
    inner = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{inner})(?!\w)", re.IGNORECASE)


def redact(rows: QuerySet, fields: str, words: Iterable[str]) -> int:
    """Put "(somebody who has left)" where any of the words stands; returns how many rows changed.

    Written past the model's own ``save``: nothing is published, signalled or stamped by it.
    """
    words = sorted(set(words))
    pattern = pattern_of(words)
    if pattern is None:
        return 0
    names = fields.split()
    mentions = Q()
    for name in names:
        for word in words:
            # The longest run without a space: a name may be broken over two lines.
            mentions |= Q(**{f"{name}__icontains": _in_column(rows.model, name, word)})
    changed = 0
    for row in rows.filter(mentions).only("pk", *names).iterator(chunk_size=200):
        values = {name: _without(getattr(row, name), pattern) for name in names}
        values = {name: value for name, value in values.items() if value != getattr(row, name)}
        if values:
            models.QuerySet(type(row)).filter(pk=row.pk).update(**_shortened(row, values))
            changed += 1
    return changed


def _in_column(model: Any, name: str, word: str) -> str:
    longest = max(word.split(), key=len)
    if isinstance(model._meta.get_field(name), models.JSONField):
        # A JSON column may hold é as \u00e9, and that is what the database then searches.
        plain = re.split(r"[^\x20-\x7e]|[\"\\]", longest)
        return max(plain, key=len)
    return longest


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        if value.startswith(("{", "[")):
            try:
                inner = json.loads(value)
            except ValueError:
                return pattern.sub(GONE, value)
            cleaned = _without(inner, pattern)
            return value if cleaned == inner else json.dumps(cleaned)
        return pattern.sub(GONE, value)
    if isinstance(value, dict):
        return {_without(key, pattern): _without(item, pattern) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, pattern) for item in value]
    return value


def _shortened(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The replacement is longer than some names: a full column gives up its end."""
    short = {}
    for name, value in values.items():
        most = row._meta.get_field(name).max_length
        short[name] = value[:most] if most and isinstance(value, str) else value
    return short
