"""What public pages count over many rows, remembered for a minute or until something changes.

Only what anybody may see is remembered, the same for every reader. Whoever owns the rows calls
:func:`forget_when` in its ``receivers.py``: a row of those models that is saved, deleted or made to point
at others ends it at once, and so does every verb, since each records an activity. What neither tells of
shows within the minute.
"""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

MINUTE = 60
DAY = 24 * 60 * MINUTE
Found = TypeVar("Found")


def remembered(name: str, find: Callable[[], Found], *, of: object = "") -> Found:
    """What ``find`` found, at most a minute ago and today; ``of`` tells apart what shares a name."""
    key = f"{_key(name)}-{_turn(name)}-{of}"
    kept = cache.get(key)
    if kept is None:
        kept = (find(),)
        cache.set(key, kept, MINUTE)
    return kept[0]


def forget(name: str) -> None:
    """Now, for whoever writes; and again once everybody can read what was written."""
    cache.delete(_key(name))
    transaction.on_commit(lambda: cache.delete(_key(name)))


def _turn(name: str) -> str:
    """Changes with every :func:`forget`: what was found before lies where nobody looks any more."""
    turn = cache.get(_key(name))
    if turn is None:
        turn = uuid.uuid4().hex
        if not cache.add(_key(name), turn, DAY):
            turn = cache.get(_key(name), turn)
    return turn


def forget_when(name: str, *changed: type[models.Model]) -> None:
    """Forget it whenever a row of these models, of what inherits from them, or an activity is written."""
    from common.models import ActivityEntry

    def on_written(**kwargs: Any) -> None:
        forget(name)

    for model in apps.get_models():
        for many in model._meta.local_many_to_many:
            if issubclass(model, changed):
                m2m_changed.connect(on_written, sender=many.remote_field.through, weak=False)
        if issubclass(model, (*changed, ActivityEntry)):
            post_save.connect(on_written, sender=model, weak=False)
            post_delete.connect(on_written, sender=model, weak=False)


def _key(name: str) -> str:
    return f"remembered-{name}-{timezone.localdate()}"
