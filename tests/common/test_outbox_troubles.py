"""Nothing lost, nothing twice: failures, crashes, doubles, lost leases, and what custodians do then."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common import outbox
from common.models import ActivityEntry, Sign, Work
from tests.common.work import KIND, later, make_due, put

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_a_failure_undoes_its_effect_and_is_tried_again_later(crashing: list[int]) -> None:
    with time_machine.travel(NOON, tick=False):
        work = put()
        outbox.run_due()

    work.refresh_from_db()
    assert not Sign.objects.exists()
    assert (work.state, work.attempts) == ("waiting", 1)
    assert work.due_at == NOON + datetime.timedelta(seconds=5)
    assert work.last_error == "RuntimeError: server said no to (an address)"
    with time_machine.travel(NOON + datetime.timedelta(seconds=4), tick=False):
        assert outbox.run_due() == 0


@pytest.mark.django_db
def test_failures_back_off_and_end_stuck(crashing: list[int]) -> None:
    waits = []
    with time_machine.travel(NOON, tick=False):
        work = put()
        for _ in range(outbox.MOST_ATTEMPTS):
            make_due()
            outbox.run_due()
            work.refresh_from_db()
            waits.append((work.due_at - NOON).total_seconds())

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
