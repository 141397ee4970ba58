"""How rows are called in the engine, and what needs and supplies have in common."""

from collections import defaultdict

from .. import engine


def number(key: str) -> int:
    """The primary key inside one of our keys."""
    return int(key.partition(":")[2])


def supply_ids(key: str) -> dict[str, int]:
    """A supply's key as the column of a row: ``{"person_id": 7}``."""
    kind, _, pk = key.partition(":")
    return {f"{kind}_id": int(pk)}


def place_key(district: int | None) -> str | None:
    return f"district:{district}" if district else None


def themes_of(through, column: str, ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = through.objects.filter(**{f"{column}__in": ids})
    for owner, theme in rows.values_list(column, "theme_id"):
        found[owner].add(f"theme:{theme}")
    return found


def levels_of(model, column: str, ids: list[int], merged: dict[int, int]):
    found: dict[int, list[engine.Held]] = defaultdict(list)
    rows = model.objects.filter(**{f"{column}__in": ids})
    for owner, skill, level in rows.values_list(column, "skill_id", "level"):
        found[owner].append(engine.Held(merged.get(skill, skill), level))
    return found
