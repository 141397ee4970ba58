"""What the queues held when somebody last did something, until the log has a further entry.

Every verb leaves an entry in our log and every edit one in the page editor's, so what a queue holds is asked
anew after each, by whoever looks next. What time alone changes is a minute old at most. Queues that name
people (``Panel.keeps``) are asked every time: their words belong in the database and nowhere else.
"""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.db.models import Model, Subquery
from wagtail.models import ModelLogEntry, PageLogEntry

from common.desk_panels import Panel, panels
from common.models import ActivityEntry

QUEUES, SECONDS = "desk.queues", 60
Contents = dict[str, Mapping[str, Any]]


def contents() -> Contents:
    """What each panel shows, by its name."""
    keep = [panel for panel in panels() if panel.keeps]
    asked = {panel.name: panel.load() for panel in panels() if not panel.keeps}
    return {**_kept(keep, state()), **asked}


def _kept(keep: list[Panel], now: tuple[Any, ...] | None) -> Contents:
    then, found = cache.get(QUEUES) or (None, {})
    if now is None or then != now or found.keys() != {panel.name for panel in keep}:
        found = {panel.name: dict(panel.load()) for panel in keep}
        if now is not None:
            cache.set(QUEUES, (now, found), SECONDS)
    return found


def state() -> tuple[Any, ...] | None:
    """The last entry of each log, in one query; None where nothing was ever done."""
    return (
        ActivityEntry.objects.order_by("-pk")
        .values_list("pk", _last(ModelLogEntry), _last(PageLogEntry))
        .first()
    )


def _last(model: type[Model]) -> Subquery:
    return Subquery(model._default_manager.order_by("-pk").values("pk")[:1])
