"""People for the tests of common: they need accounts, not profiles."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from common import bell
from common.policies import CUSTODIANS


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
