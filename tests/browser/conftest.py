"""A Forum on its first day behind a live server; the worker is the outbox, emptied by the test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from common import bell
from common.invariants import broken
from tests.browser.surfer import Surfer
from tests.browser.windows import sign_in
from tests.journeys.story import OWN_BACKEND, Story, prepare_forum


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first walk through the demo region comes first: one worker builds it, the other goes on."""
    here = [item for item in items if item.path.parent == Path(__file__).parent]
    walks = [item for item in here if "region" in getattr(item, "fixturenames", ())]
    if walks:
        items.remove(walks[0])
        items.insert(0, walks[0])


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "_bell", bell._Bell())
    monkeypatch.setattr(bell, "_publish", lambda work_id: None)


@pytest.fixture
def forum(live_server, settings):
    """The custodian of a Forum whose pages and vocabulary are there."""
    settings.EMAIL_BACKEND = OWN_BACKEND
    settings.PUBLIC_BASE_URL = live_server.url
    return prepare_forum(live_server.url)


@pytest.fixture
def make_story(forum, new_page) -> Callable[..., Story]:
    """Its people, each in a window of their own: ``make_story(javascript=False, sizes={...})``."""

    def make(*, javascript: bool, sizes: dict[str, tuple[int, int]]) -> Story:
        def arrive(name: str) -> Surfer:
            return Surfer(name, new_page(javascript=javascript, size=sizes.get(name, (1280, 900))))

        return Story(arrive=arrive, custodian_user=forum)

    return make


@pytest.fixture
def arrive(forum, new_page):
    """Bring somebody who is signed in, or a stranger: ``arrive(user, javascript=False)``."""
    faults = []

    def bring(user, *, javascript: bool = False, size: tuple[int, int] = (1280, 900)) -> Surfer:
        page = new_page(javascript=javascript, size=size)
        if user is not None:
            sign_in(page, user)
        surfer = Surfer(user.name or user.email if user else "a stranger", page)
        faults.append(surfer.faults)
        return surfer

    yield bring
    assert [fault for found in faults for fault in found] == []
    assert broken() == {}
