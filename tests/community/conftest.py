"""No broker runs in these tests: work stays a row until a test runs it."""

import pytest

from common import bell


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "_bell", bell._Bell())
    monkeypatch.setattr(bell, "_publish", lambda work_id: None)
