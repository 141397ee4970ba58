"""A Forum on its first day, and no broker: work stays a row until the story empties the outbox."""

import pytest

from common import bell
from tests.journeys.reader import Reader
from tests.journeys.story import OWN_BACKEND, Story, prepare_forum


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "_bell", bell._Bell())
    monkeypatch.setattr(bell, "_publish", lambda work_id: None)


@pytest.fixture
def story(db, settings) -> Story:
    """Its people, each behind a client of their own."""
    settings.EMAIL_BACKEND = OWN_BACKEND
    return Story(arrive=Reader, custodian_user=prepare_forum("http://testserver"))
