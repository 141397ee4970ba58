"""The usual skills of a role ("I am a data analyst"), as a place to begin: names, never a judgement.

A role is a list of the vocabulary's own skills with levels, in ``roles.csv`` beside this file. A skill that a
custodian renamed or retired is passed over.
"""

import csv
from functools import cache
from pathlib import Path

from skills.models import Skill

FILE = Path(__file__).with_name("roles.csv")


@cache
def roles() -> dict[str, dict[str, int]]:
    """Each role with the names of its skills and the level usual in it."""
    found: dict[str, dict[str, int]] = {}
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["role"], {})[row["skill"]] = int(row["level"])
    return found


def skills_of(role: str) -> dict[int, int]:
    """``{skill id: level}`` of a role, of the skills in use; nothing for a role nobody knows."""
    levels = roles().get(role, {})
    rows = Skill.objects.live().filter(name__in=list(levels))
    return {pk: levels[name] for pk, name in rows.values_list("pk", "name")}
