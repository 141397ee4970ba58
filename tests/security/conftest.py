"""The town that hostile requests and the matrix are aimed at; no broker runs here."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from common import bell
from tests.support.standing import Standing

from . import town as town_module

TOWN = Standing(town_module.build, fixture="built_town")


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "ring", lambda work_id: True)


@pytest.fixture(scope="module")
def built_town(django_db_setup, django_db_blocker) -> SimpleNamespace:
    """Built once for all modules that ask, one after another: that takes longer than a hundred requests."""
    return TOWN.stand(django_db_blocker)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After the last test that stands on it, the town is gone."""
    try:
        yield
    finally:
        TOWN.leave_between(item, nextitem)


@pytest.fixture
def town(built_town: SimpleNamespace, db: None) -> SimpleNamespace:
    """The town, inside a transaction of this test's own that is rolled back."""
    return built_town
