"""The index of words and that of references, filled in a test only once somebody looks into them.

Saving a record indexes it twice, which is a quarter of what most tests cost and nothing that they look
at. So what was saved is noted, and indexed when an index is read; a test finds what it would have found.
Not put off: in tests of servers and browsers, whose threads do not see each other's transactions, and in
modules that are marked ``indexed``, because they ask whether something is *not* found.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Manager

Saved = tuple[str, str, str]
EAGER_FOLDERS = ("browser", "journeys", "reliability")


class PutOff:
    """Stands for a task of Wagtail's: keeps what it is asked for, until :meth:`catch_up`."""

    def __init__(self, task: Any) -> None:
        self.task = task
        self.saved: dict[Saved, None] = {}
        self.at_once = True
        self.at_work = False

    def enqueue(self, app_label: str, model_name: str, pk: str) -> None:
        """What a signal calls after each save."""
        if self.at_once:
            self.task.enqueue(app_label, model_name, pk)
        else:
            self.saved[(app_label, model_name, pk)] = None

    def catch_up(self) -> None:
        """Index what was saved and is still there."""
        if self.at_work or not self.saved:
            return
        self.at_work = True
        try:
            saved, self.saved = self.saved, {}
            for one in saved:
                try:
                    self.task.func(*one)
                except ObjectDoesNotExist:
                    continue
        finally:
            self.at_work = False

    def before_reading(self, manager: Manager) -> None:
        """Catch up whenever the manager is asked for rows."""
        rows = manager.get_queryset

        def current() -> Any:
            self.catch_up()
            return rows()

        manager.get_queryset = current  # type: ignore[method-assign]


PUT_OFF: list[PutOff] = []


def install() -> None:
    """Put the tasks off from now on, where :func:`putting_off` says so."""
    import modelsearch.signal_handlers
    import wagtail.signal_handlers
    from modelsearch.backends.base import BaseSearchBackend
    from wagtail.models import ReferenceIndex
    from wagtail.search import models as search_models

    words = PutOff(modelsearch.signal_handlers.insert_or_update_object_task)
    modelsearch.signal_handlers.insert_or_update_object_task = words
    for name in ("IndexEntry", "SQLiteFTSIndexEntry"):
        if model := getattr(search_models, name, None):
            words.before_reading(model._default_manager)
    look = BaseSearchBackend._search

    def search(backend: Any, *args: Any, **options: Any) -> Any:
        words.catch_up()
        return look(backend, *args, **options)

    BaseSearchBackend._search = search

    references = PutOff(wagtail.signal_handlers.update_reference_index_task)
    wagtail.signal_handlers.update_reference_index_task = references
    references.before_reading(ReferenceIndex._default_manager)
    PUT_OFF.extend((words, references))


def catch_up() -> None:
    """Fill both indexes now."""
    for one in PUT_OFF:
        one.catch_up()


@contextmanager
def putting_off(allowed: bool) -> Iterator[None]:
    """For a module: whether to put off."""
    for one in PUT_OFF:
        one.at_once, one.saved = not allowed, {}
    yield
    for one in PUT_OFF:
        one.at_once, one.saved = True, {}


@contextmanager
def rolled_back() -> Iterator[None]:
    """For a test: what is rolled back after it has to be indexed again in the next one."""
    before = [dict(one.saved) for one in PUT_OFF]
    yield
    for one, saved in zip(PUT_OFF, before, strict=True):
        one.saved = saved
