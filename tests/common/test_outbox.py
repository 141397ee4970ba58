"""Nothing lost, nothing twice: the outbox under crashes, doubles, lost bells and lost leases."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from common import bell, outbox
from common.models import ActivityEntry, Sign, Work

KIND = "tests.effect"


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


def put(**ids: Any) -> Work:
    with transaction.atomic():
        return outbox.put(KIND, **ids)


def later(seconds: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(seconds=seconds)


def make_due() -> None:
    Work.objects.unfinished().update(due_at=later(-1))


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
def test_a_failure_undoes_its_effect_and_is_tried_again_later(crashing: list[int]) -> None:
    work = put()
    before = timezone.now()

    outbox.run_due()

    work.refresh_from_db()
    assert not Sign.objects.exists()
    assert (work.state, work.attempts) == ("waiting", 1)
    assert 4 <= (work.due_at - before).total_seconds() <= 10
    assert work.last_error == "RuntimeError: server said no to (an address)"
    assert outbox.run_due() == 0


@pytest.mark.django_db
def test_failures_back_off_and_end_stuck(crashing: list[int]) -> None:
    work = put()
    waits = []
    for _ in range(outbox.MOST_ATTEMPTS):
        make_due()
        before = timezone.now()
        outbox.run_due()
        work.refresh_from_db()
        waits.append(round((work.due_at - before).total_seconds()))

    assert waits[:4] == [5, 30, 120, 600]
    assert (work.state, work.attempts, len(crashing)) == ("stuck", 5, 5)
    make_due()
    assert outbox.run_due() == 0


@pytest.mark.django_db
def test_work_of_an_unknown_kind_fails_in_words_and_waits() -> None:
    work = put()

    outbox.run_due()

    work.refresh_from_db()
    assert work.last_error == f"LookupError: Nothing here does {KIND}."
    assert work.state == "waiting"


@pytest.mark.django_db
def test_a_double_delivery_runs_once(effects: list[dict[str, Any]]) -> None:
    work = put()

    assert outbox.run_one(work.pk)
    assert not outbox.run_one(work.pk)
    assert len(effects) == 1


@pytest.mark.django_db
def test_a_second_worker_does_not_take_leased_work(effects: list[dict[str, Any]]) -> None:
    work = put()
    held = outbox._claim(work.pk)

    assert held is not None
    assert outbox.run_due() == 0
    assert outbox._claim(work.pk) is None


@pytest.mark.django_db
def test_work_of_a_killed_worker_is_taken_over_after_the_lease(
    effects: list[dict[str, Any]],
) -> None:
    work = put()
    outbox._claim(work.pk)  # and then the worker is killed
    Work.objects.update(leased_until=later(-1))

    assert outbox.run_due() == 1
    work.refresh_from_db()
    assert (work.state, work.attempts, len(effects)) == ("done", 2, 1)


@pytest.mark.django_db
def test_a_run_whose_lease_was_lost_leaves_no_effect(effects: list[dict[str, Any]]) -> None:
    work = put()
    slow = outbox._claim(work.pk)
    assert slow is not None
    Work.objects.update(leased_until=later(-1))
    quick = outbox._claim(work.pk)
    assert quick is not None

    outbox._run(slow)

    assert not Sign.objects.exists()
    outbox._run(quick)
    assert Sign.objects.count() == 1
    work.refresh_from_db()
    assert work.state == "done"


@pytest.mark.django_db
def test_a_failure_after_the_lease_was_lost_does_not_disturb_the_new_holder(
    crashing: list[int],
) -> None:
    work = put()
    slow = outbox._claim(work.pk)
    assert slow is not None
    Work.objects.update(leased_until=later(-1))
    outbox._claim(work.pk)

    outbox._run(slow)

    work.refresh_from_db()
    assert (work.state, work.last_error) == ("running", "")


@pytest.mark.django_db
def test_work_that_kills_its_worker_each_time_ends_stuck(effects: list[dict[str, Any]]) -> None:
    work = put()
    for _ in range(outbox.MOST_ATTEMPTS):
        assert outbox._claim(work.pk)
        Work.objects.update(leased_until=later(-1))

    assert outbox.run_due() == 0
    work.refresh_from_db()
    assert (work.state, work.last_error) == ("stuck", "The worker stopped at each try.")
    assert effects == []


@pytest.mark.django_db
def test_stuck_work_does_not_hold_up_the_rest(effects: list[dict[str, Any]]) -> None:
    first = put()
    Work.objects.filter(pk=first.pk).update(attempts=outbox.MOST_ATTEMPTS)
    put()

    assert outbox.run_due() == 1
    assert first.__class__.objects.stuck().count() == 1


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
def test_asking_for_stuck_work_again_revives_it(effects: list[dict[str, Any]]) -> None:
    work = put(key="a")
    Work.objects.update(stuck_at=timezone.now(), attempts=5)

    assert put(key="a").pk == work.pk
    assert outbox.run_due() == 1


@pytest.mark.django_db
def test_a_custodian_retries_stuck_work(effects: list[dict[str, Any]], custodian: Any) -> None:
    work = put()
    Work.objects.update(stuck_at=timezone.now(), attempts=5)

    outbox.retry(work, by=custodian)

    assert outbox.run_due() == 1
    assert [entry.verb for entry in ActivityEntry.objects.all()] == ["common.work_retried"]


@pytest.mark.django_db
def test_a_custodian_drops_work(effects: list[dict[str, Any]], custodian: Any) -> None:
    work = outbox.drop(put(), by=custodian)

    assert work.state == "dropped"
    assert outbox.run_due() == 0
    assert [entry.verb for entry in ActivityEntry.objects.all()] == ["common.work_dropped"]


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [outbox.retry, outbox.drop])
def test_only_custodians_retry_or_drop(verb: Any, ada: Any) -> None:
    work = put()

    with pytest.raises(PermissionDenied):
        verb(work, by=ada)

    assert not ActivityEntry.objects.exists()


@pytest.mark.django_db
def test_finished_work_stays_finished(effects: list[dict[str, Any]], custodian: Any) -> None:
    work = put()
    outbox.run_due()

    outbox.retry(work, by=custodian)
    outbox.drop(work, by=custodian)

    work.refresh_from_db()
    assert work.state == "done"
    assert not ActivityEntry.objects.exists()


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
    Work.objects.update(due_at=later(-90))

    assert round(outbox.oldest_due_age()) == 90
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
