"""Work is a row: put down once, run once, in its own time."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from common import bell, outbox
from common.models import Work
from tests.common.work import KIND, later, make_due, put

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.mark.django_db(transaction=True)
def test_put_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        outbox.put(KIND)


@pytest.mark.django_db
def test_work_runs_once_and_is_done(effects: list[dict[str, Any]]) -> None:
    work = put(thing_id=7)

    assert outbox.run_due() == 1
    assert outbox.run_due() == 0
    assert effects == [{"thing_id": 7}]
    work.refresh_from_db()
    assert (work.state, work.attempts, work.leased_until) == ("done", 1, None)


@pytest.mark.django_db
def test_work_rolled_back_with_its_reason_never_runs(effects: list[dict[str, Any]]) -> None:
    @transaction.atomic
    def fail() -> None:
        outbox.put(KIND)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert outbox.run_due() == 0
    assert effects == []


@pytest.mark.django_db
def test_the_bell_rings_on_commit_and_not_before(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(bell, "_publish", rung.append)

    with django_capture_on_commit_callbacks(execute=True):
        work = put()
        assert rung == []

    assert rung == [work.pk]


@pytest.mark.django_db
def test_work_due_later_neither_rings_nor_runs(
    django_capture_on_commit_callbacks: Any, effects: list[dict[str, Any]]
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        outbox.put(KIND, due=later(60))

    assert callbacks == []
    assert outbox.run_due() == 0
    make_due()
    assert outbox.run_due() == 1


@pytest.mark.django_db
def test_the_same_unfinished_key_is_the_same_row(effects: list[dict[str, Any]]) -> None:
    first, second, other = put(key="a", n=1), put(key="a", n=2), put(key="b", n=3)

    assert first.pk == second.pk != other.pk
    outbox.run_due()
    assert sorted(effects, key=str) == [{"n": 2}, {"n": 3}]


@pytest.mark.django_db
def test_a_finished_key_may_be_asked_for_again(effects: list[dict[str, Any]]) -> None:
    first = put(key="a")
    outbox.run_due()
    second = put(key="a")
    outbox.run_due()

    assert first.pk != second.pk
    assert len(effects) == 2


@pytest.mark.django_db
def test_asking_sooner_brings_work_forward(effects: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        outbox.put(KIND, key="a", due=later(600))
    put(key="a")

    assert outbox.run_due() == 1


@pytest.mark.django_db
def test_asking_later_does_not_put_work_off(effects: list[dict[str, Any]]) -> None:
    put(key="a")
    with transaction.atomic():
        outbox.put(KIND, key="a", due=later(600))

    assert outbox.run_due() == 1


@pytest.mark.django_db
def test_work_asked_for_while_it_runs_runs_once_more() -> None:
    """What the first run read may be out of date by the time it ends."""
    calls: list[int] = []

    def effect(n: int) -> None:
        calls.append(n)
        if len(calls) == 1:
            outbox.put(KIND, key="a", n=2)

    outbox.handler(KIND)(effect)
    try:
        put(key="a", n=1)
        outbox.run_due()
    finally:
        del outbox.HANDLERS[KIND]

    assert calls == [1, 2]
    assert [work.state for work in Work.objects.all()] == ["done"]


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("wishes", "seconds"), [([600], 600), ([600, 60], 60), ([60, 600], 60), ([0, 600], 0)]
)
def test_work_asked_for_while_it_runs_runs_again_when_it_was_asked_for(
    wishes: list[int], seconds: int
) -> None:
    """Else a handler that asks for its next turn in three days would go round at once, for ever."""
    calls: list[int] = []

    def effect() -> None:
        calls.append(1)
        for wish in wishes if len(calls) == 1 else ():
            outbox.put(KIND, key="a", due=later(wish))

    outbox.handler(KIND)(effect)
    try:
        with time_machine.travel(NOON, tick=False) as clock:
            work = put(key="a")
            clock.shift(5)  # it was due a while ago
            ended = timezone.now()
            outbox.run_due()
            work.refresh_from_db()
            due = work.due_at
            clock.shift(3600)
            outbox.run_due()
    finally:
        del outbox.HANDLERS[KIND]

    # The smallest step after the claim is "now" to a clock that stands still.
    assert due == ended + datetime.timedelta(seconds=seconds, microseconds=not seconds)
    assert len(calls) == 2
    assert [work.state for work in Work.objects.all()] == ["done"]


@pytest.mark.django_db
def test_the_outside_part_runs_before_and_without_the_transaction() -> None:
    seen: list[Any] = []

    def outside(n: int) -> str:
        seen.append(("outside", n))
        return "answer"

    def inside(answer: str, n: int) -> None:
        seen.append(("inside", answer, n))

    outbox.handler(KIND, outside=outside)(inside)
    try:
        put(n=4)
        outbox.run_due()
    finally:
        del outbox.HANDLERS[KIND]

    assert seen == [("outside", 4), ("inside", "answer", 4)]


@pytest.mark.django_db
def test_a_kind_has_one_handler(effects: list[dict[str, Any]]) -> None:
    def another(**ids: Any) -> None:
        """Never called."""

    with pytest.raises(ValueError, match="Two handlers"):
        outbox.handler(KIND)(another)


@pytest.mark.django_db
def test_run_due_stops_at_its_limit(effects: list[dict[str, Any]]) -> None:
    for _ in range(3):
        put()

    assert outbox.run_due(limit=2) == 2
    assert outbox.run_due() == 1


@pytest.mark.django_db
def test_oldest_due_age_counts_from_the_due_time(effects: list[dict[str, Any]]) -> None:
    assert outbox.oldest_due_age() == 0
    put()
    with time_machine.travel(NOON, tick=False):
        Work.objects.update(due_at=later(-90))

        assert outbox.oldest_due_age() == 90
    outbox.run_due()
    assert outbox.oldest_due_age() == 0


@pytest.mark.django_db
def test_finished_work_is_forgotten_after_a_month(effects: list[dict[str, Any]]) -> None:
    old, new, unfinished = put(), put(), put()
    Work.objects.filter(pk=old.pk).update(done_at=later(-31 * 86400))
    Work.objects.filter(pk=new.pk).update(done_at=later(-29 * 86400))

    assert outbox.forget_done() == 1
    assert set(Work.objects.values_list("pk", flat=True)) == {new.pk, unfinished.pk}


@pytest.mark.django_db
def test_runoutbox_drains_without_celery(effects: list[dict[str, Any]], capsys: Any) -> None:
    put()
    put()

    call_command("runoutbox")

    assert len(effects) == 2
    assert "2 tried, 0 stuck." in capsys.readouterr().out
