"""Rows that stand under many tests: laid once, then each test works in a savepoint above them.

``conftest.py`` of a folder keeps one of these; its rows go when the next module of this process does
not ask for them (:meth:`Standing.leave_between`), so that nobody else meets them.
"""

import copy
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest
from django.db import transaction

from tests.support import indexes

T = TypeVar("T")


class Standing(Generic[T]):
    """What ``build()`` made, in a transaction that is rolled back in the end."""

    def __init__(self, build: Callable[[], T], *, fixture: str) -> None:
        self._build, self._fixture = build, fixture
        self._blocker: Any = None
        self._transaction: transaction.Atomic | None = None
        self._built: T | None = None

    def stand(self, blocker: Any) -> T:
        """Lay the rows unless they lie there; returns a copy of what was built, for one module."""
        if self._transaction is None:
            self._blocker = blocker
            with blocker.unblock():
                self._transaction = transaction.atomic()
                self._transaction.__enter__()
                try:
                    self._built = self._build()
                    indexes.catch_up()
                except BaseException:
                    self._roll_back()
                    raise
        return copy.deepcopy(self._built)  # type: ignore[return-value]

    def leave_between(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        """Take the rows away after a module, unless the next one begins by standing on them."""
        ends = nextitem is None or nextitem.path != item.path
        names = getattr(nextitem, "fixturenames", ())
        if self._transaction is not None and ends and self._fixture not in names:
            with self._blocker.unblock():
                self._roll_back()

    def _roll_back(self) -> None:
        ours, self._transaction, self._built = self._transaction, None, None
        assert ours is not None
        transaction.set_rollback(True)
        ours.__exit__(None, None, None)
