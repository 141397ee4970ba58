"""What the queues hold is asked anew after each entry of a log, and of people every time."""

import pytest
from wagtail.log_actions import log

from common import activity
from common.desk_panels import Panel
from desk import kept
from tests.factories.profiles import CustodianFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which of two queues were asked, one of which names people."""
    calls: list[str] = []

    def panel(name: str, *, keeps: bool) -> Panel:
        def load() -> dict[str, int]:
            calls.append(name)
            return {"count": len(calls)}

        return Panel(name=name, title=name, template="none.html", load=load, keeps=keeps)

    queues = [panel("things", keeps=True), panel("people", keeps=False)]
    monkeypatch.setattr(kept, "panels", lambda: queues)
    return calls


def test_queues_are_kept_until_somebody_does_something(asked):
    custodian, thing = CustodianFactory(), OrganisationFactory()
    activity.record("tests.done", by=custodian, about=thing)

    first = kept.contents()
    assert kept.contents()["things"] == first["things"]
    assert asked == ["people", "things", "people"]

    activity.record("tests.done", by=custodian, about=thing)
    assert kept.contents()["things"] != first["things"]
    assert asked[3:] == ["people", "things"]


def test_an_edit_in_the_page_editor_counts_as_well(asked):
    custodian, thing = CustodianFactory(), OrganisationFactory()
    activity.record("tests.done", by=custodian, about=thing)
    kept.contents()

    log(instance=thing, action="wagtail.edit", user=custodian)
    kept.contents()

    assert asked.count("things") == 2


def test_nothing_is_kept_before_anything_was_done(asked):
    kept.contents()
    kept.contents()

    assert asked.count("things") == 2
