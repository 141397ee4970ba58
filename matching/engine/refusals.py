"""What rows of a market may hold: every refusal is a ValueError naming the row and the field."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NoReturn

LEVELS = range(1, 5)
"""Awareness, working, practitioner, expert."""

MOST_SKILLS = 1 << 40
"""Skill numbers are smaller than this."""

HOURS_OF_A_WEEK = 168


def refuse(row: Any, name: str, wanted: str) -> NoReturn:
    """Say which row and field it is, and what it should be."""
    raise ValueError(f"{row.key}: {name} is {wanted}, not {getattr(row, name)!r}.")


def check_skill(skill: int, level: int) -> None:
    """A skill's number and a level."""
    if type(level) is not int or level not in LEVELS:
        raise ValueError(f"Skill {skill!r}: level is 1 to 4, not {level!r}.")
    if type(skill) is not int or not 0 <= skill < MOST_SKILLS:
        raise ValueError(f"skill is a whole number from 0 to 2**40 - 1, not {skill!r}.")


def check_row(row: Any, *, left: str, texts: Iterable[str], days: Iterable[str], flags) -> None:
    """The fields that are one value each; ``left`` names what is left of seats or capacity."""
    if not isinstance(row.key, str) or not row.key:
        raise ValueError(f"A key is a text that is not empty, not {row.key!r}.")
    if type(getattr(row, left)) is not int:
        refuse(row, left, "a whole number")
    if type(row.pending) is not int or row.pending < 0:
        refuse(row, "pending", "a whole number from 0")
    hours = row.hours
    if hours is not None and (type(hours) is not int or not 0 <= hours <= HOURS_OF_A_WEEK):
        raise ValueError(f"{row.key}: hours are 0 to {HOURS_OF_A_WEEK} a week, not {hours!r}.")
    for name in texts:
        if not isinstance(getattr(row, name), str):
            refuse(row, name, "a text")
    for name in days:
        day = getattr(row, name)
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            refuse(row, name, "a date or None")
    for name in flags:
        if type(getattr(row, name)) is not bool:
            refuse(row, name, "true or false")


def set_of_texts(row: Any, name: str) -> frozenset[str]:
    """The field as a set; a text by itself is not taken for its letters."""
    values = getattr(row, name)
    try:
        found = values if type(values) is frozenset else frozenset(values)
    except TypeError:
        refuse(row, name, "a set of texts")
    if isinstance(values, str) or not all(isinstance(value, str) for value in found):
        refuse(row, name, "a set of texts")
    return found


def rows_of(row: Any, name: str, kind: type) -> tuple:
    """The field as a tuple of skills at levels."""
    values = getattr(row, name)
    try:
        found = tuple(values)
    except TypeError:
        refuse(row, name, f"a list of {kind.__name__}")
    if not all(type(value) is kind for value in found):
        refuse(row, name, f"a list of {kind.__name__}")
    return found


def check_question(top: Any, today: Any, time_limit: Any) -> None:
    """What a ranking is asked for, beside a market and weights."""
    if type(top) is not int or top < 1:
        raise ValueError(f"A list has at least one place: top is a whole number, not {top!r}.")
    if not isinstance(today, date) or isinstance(today, datetime):
        raise ValueError(f"today is a date, not {today!r}.")
    check_time_limit(time_limit)


def check_time_limit(time_limit: Any) -> None:
    """Seconds that a long piece of work may take."""
    if time_limit is not None and (type(time_limit) not in (int, float) or not time_limit >= 0):
        raise ValueError(f"time_limit is in seconds from 0, or None, not {time_limit!r}.")


def check_table(rows: Iterable, name: str, kind: type) -> tuple:
    """The rows of one side in the order of their keys, none of which repeats."""
    try:
        found = tuple(rows)
    except TypeError:
        raise ValueError(f"{name} is a list of {kind.__name__}, not {rows!r}.") from None
    for row in found:
        if type(row) is not kind:
            raise ValueError(f"{name} is a list of {kind.__name__}, and holds {row!r}.")
    found = tuple(sorted(found, key=lambda row: row.key))
    for row, following in pairwise(found):
        if row.key == following.key:
            raise ValueError(f"Two {name} have the same key, {row.key!r}.")
    return found


def check_pairs(pairs: Iterable, name: str) -> frozenset[tuple[str, str]]:
    """Pairs of keys."""
    try:
        found = frozenset(pairs)
    except TypeError:
        raise ValueError(f"{name} is a set of pairs of keys, not {pairs!r}.") from None
    for pair in found:
        if type(pair) is not tuple or list(map(type, pair)) != [str, str]:
            raise ValueError(f"{name} is a set of pairs of keys, and holds {pair!r}.")
    return found


def check_affinity(affinity: Mapping) -> None:
    """(asked skill, held skill) -> permille."""
    if not isinstance(affinity, Mapping):
        raise ValueError(f"affinity is a mapping, not {affinity!r}.")
    for pair, permille in affinity.items():
        if (
            type(pair) is not tuple
            or list(map(type, pair)) != [int, int]
            or not 0 <= min(pair) <= max(pair) < MOST_SKILLS
        ):
            raise ValueError(f"affinity is between two skills, not {pair!r}.")
        if type(permille) is not int or not 0 <= permille <= 1000:
            raise ValueError(f"Affinity of {pair[0]} and {pair[1]} is not 0 to 1000: {permille}.")
