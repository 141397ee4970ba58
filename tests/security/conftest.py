"""The town that hostile requests and the matrix are aimed at; no broker runs here."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction

from common import bell

from . import town as town_module


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "ring", lambda work_id: True)


@pytest.fixture(scope="module")
def built_town(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Built once for a module, and gone after it: building takes longer than a hundred requests."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = town_module.build()
        with django_db_blocker.block():
            yield built
        transaction.set_rollback(True)


@pytest.fixture
def town(built_town: SimpleNamespace, db: None) -> SimpleNamespace:
    """The town, inside a transaction of this test's own that is rolled back."""
    return built_town
