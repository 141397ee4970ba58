"""Putting "a person" where somebody stood: in attendance and in every text of a meeting."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import models

from common.erasing import pattern_of

from ..models import Action, AgendaItem, Amendment, Attendance, Decision, ItemNote, Meeting
from ..models.attendance import SOMEBODY
from ..queries.actions import DESK_ACTIONS

TEXTS: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (ItemNote, ("text",)),
    (Decision, ("text",)),
    (Action, ("text", "outcome")),
    (Amendment, ("before", "after", "reason")),
    (AgendaItem, ("title", "text", "owner_name")),
)


def take_names_out(meeting: Meeting, *, rows: Iterable[Attendance], words: Iterable[str]) -> int:
    """Empty these rows of attendance and take their names, initials and ``words`` out of the texts.

    Initials stay where somebody else of the meeting has them too. Returns how many rows changed.
    """
    gone = [row for row in rows if row.meeting_id == meeting.pk]
    names = {word.strip() for word in words} | {row.name for row in gone}
    staying = meeting.attendance.exclude(pk__in=[row.pk for row in gone])
    taken = set(staying.values_list("initials", flat=True))
    marks = {row.initials for row in gone if len(row.initials) > 1} - taken
    patterns = [pattern_of(name for name in names if len(name) > 1), _of_marks(marks)]
    changed = _rewrite(meeting, [one for one in patterns if one is not None])
    empty = {"user": None, "name": "", "initials": "", "named": False}
    changed += Attendance.objects.filter(pk__in=[row.pk for row in gone]).update(**empty)
    cache.delete(DESK_ACTIONS)
    return changed


def _of_marks(marks: set[str]) -> re.Pattern[str] | None:
    """Initials, in capitals only: "or" is no Oliver Reed."""
    if not marks:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(marks)))})(?!\w)")


def _rewrite(meeting: Meeting, patterns: list[re.Pattern[str]]) -> int:
    changed = 0
    for model, fields in TEXTS if patterns else ():
        rows: Any = model._default_manager.filter(meeting=meeting)
        for row in rows:
            values = {}
            for name in fields:
                before = after = getattr(row, name)
                for pattern in patterns:
                    after = pattern.sub(SOMEBODY, after)
                if after != before:
                    values[name] = after[: getattr(model._meta.get_field(name), "max_length", None)]
            if values:
                rows.filter(pk=row.pk).update(**values)
                changed += 1
    return changed
