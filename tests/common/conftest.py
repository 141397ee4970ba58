"""People for the tests of common, who need accounts and no profiles, and work that leaves a trace."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from common import bell, outbox
from common.models import Sign
from common.policies import CUSTODIANS
from tests.common.work import KIND


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker runs here: rings go nowhere, and one test's silence is not the next one's."""
    monkeypatch.setattr(bell, "_bell", bell._Bell())
    monkeypatch.setattr(bell, "_publish", lambda work_id: None)


@pytest.fixture
def make_user(db: None) -> Callable[..., Any]:
    """Make users called by a first name."""

    def make(name: str, *, custodian: bool = False, **fields: Any) -> Any:
        user = get_user_model()(email=f"{name.lower()}@people.example", name=name, **fields)
        user.set_unusable_password()
        user.save()
        if custodian:
            user.groups.add(Group.objects.get_or_create(name=CUSTODIANS)[0])
        return user

    return make


@pytest.fixture
def ada(make_user: Callable[..., Any]) -> Any:
    return make_user("Ada")


@pytest.fixture
def custodian(make_user: Callable[..., Any]) -> Any:
    return make_user("Cora", custodian=True)


@pytest.fixture
def effects() -> Iterator[list[dict[str, Any]]]:
    """A handler that notes its calls and makes one row."""
    calls: list[dict[str, Any]] = []

    def effect(**ids: Any) -> None:
        calls.append(ids)
        Sign.give(f"effect {len(calls)}")

    outbox.handler(KIND)(effect)
    yield calls
    del outbox.HANDLERS[KIND]


@pytest.fixture
def crashing() -> Iterator[list[int]]:
    """A handler that makes a row and then fails."""
    calls: list[int] = []

    def crash(**ids: Any) -> None:
        calls.append(1)
        Sign.give("half done")
        raise RuntimeError("server said no to ada@people.example\nand more")

    outbox.handler(KIND)(crash)
    yield calls
    del outbox.HANDLERS[KIND]
