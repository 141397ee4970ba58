"""What a higher app does with its rows when two skills become one."""

from typing import Any

from django.db import transaction


@transaction.atomic
def follow_merge(model: Any, *, owner: str, skill_id: int, into_id: int) -> int:
    """Point the rows of ``model`` about one skill at another; returns how many owners were touched.

    ``owner`` names the column that a skill may occur in once (such as ``"person_id"``). An owner with both
    skills keeps one row, at the higher of the two levels, so that nobody loses what they can do.
    """
    old = {getattr(row, owner): row for row in model.objects.filter(skill_id=skill_id)}
    kept = model.objects.filter(skill_id=into_id, **{f"{owner}__in": list(old)})
    for row in kept:
        former = old.pop(getattr(row, owner))
        if former.level > row.level:
            model.objects.filter(pk=row.pk).update(level=former.level)
        model.objects.filter(pk=former.pk).delete()
    touched = kept.count()
    return touched + model.objects.filter(pk__in=[row.pk for row in old.values()]).update(
        skill_id=into_id
    )
