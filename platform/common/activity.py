"""Who did what, when: an append-only log of ids and verbs, without a word about anybody.

Erasure cuts the link from an id to a person elsewhere; nothing here ever needs to change.
"""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.db import models

from common.models import ActivityEntry

_VERB = re.compile(r"[a-z_]+\.[a-z_]+")
_WORD = re.compile(r"[A-Za-z0-9_.:+/-]{0,80}")


def record(verb: str, *, by: Any, about: models.Model, **facts: Any) -> ActivityEntry:
    """Write one line of the log, in the caller's transaction.

    ``by`` is a user, the id of one, or None for the machine. ``facts`` are ids, states, numbers
    and dates; anything that could be prose raises ValueError, so no personal data slips in.
    """
    if not _VERB.fullmatch(verb):
        raise ValueError(f"A verb looks like “app.happened”, not {verb!r}.")
    actor_id = by if by is None or isinstance(by, int) else by.pk
    return ActivityEntry.objects.create(
        actor_id=actor_id,
        verb=verb,
        about_type=about._meta.label_lower,
        about_id=str(about.pk),
        facts={name: _fact(value) for name, value in facts.items()},
    )


def entries_about(thing: models.Model) -> models.QuerySet[ActivityEntry]:
    """Everything the log holds about one thing, newest first."""
    return ActivityEntry.objects.filter(
        about_type=thing._meta.label_lower, about_id=str(thing.pk)
    ).order_by("-at", "-id")


def _fact(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, str):
        if _WORD.fullmatch(value):
            return str(value)
        raise ValueError(f"The log holds ids and states only, not {value!r}.")
    if isinstance(value, Mapping):
        return {str(key): _fact(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_fact(item) for item in value]
    raise ValueError(f"The log cannot hold a {type(value).__name__}.")
