"""What is broken or stuck is told: once a day, to custodians, and without being asked."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from common import delivery, invariants, outbox, tasks, watch
from common.models import Message, Sign, Work

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture
def broken_rule() -> Iterator[str]:
    name = "INV-96: for the test"

    @invariants.invariant(name)
    def rule() -> Iterator[str]:
        yield "Ada Lovelace is twice in the list."

    yield name
    del invariants.INVARIANTS[name]


def told(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("address", flat=True))


def stick() -> Work:
    return Work.objects.create(kind="tests.any", stuck_at=timezone.now(), attempts=5)


def test_a_broken_invariant_is_told_to_custodians_once_a_day(
    broken_rule: str, custodian: Any, ada: Any
) -> None:
    with time_machine.travel(NOON, tick=False):
        tasks.check_invariants()
        tasks.check_invariants()
    assert told("common_records_broken") == [custodian.email]

    with time_machine.travel(NOON + datetime.timedelta(days=1), tick=False):
        tasks.check_invariants()
    assert told("common_records_broken") == [custodian.email] * 2


def test_the_mail_names_the_rule_and_nobody(broken_rule: str, custodian: Any) -> None:
    watch.check_records()

    mail = Message.objects.get(kind="common_records_broken")
    assert f"* {broken_rule}" in mail.body
    assert "/desk/#machinery" in mail.body
    assert "Ada Lovelace" not in mail.body


def test_nobody_is_told_when_all_is_well(custodian: Any) -> None:
    watch.check_records()
    watch.tell_of_stuck_work()

    assert not Message.objects.exists()


def test_the_first_check_comes_soon_after_the_first_start(custodian: Any) -> None:
    tasks.keep_watch()

    assert Sign.objects.filter(name="invariants").exists()


@pytest.mark.parametrize(("hours", "asked"), [(25, False), (27, True)])
def test_a_check_slept_through_is_made_up_for(hours: int, asked: bool) -> None:
    Sign.give("invariants")
    Sign.objects.update(at=timezone.now() - datetime.timedelta(hours=hours))

    assert watch.check_records_if_overdue() is asked


def test_stuck_work_is_told_once_a_day(custodian: Any) -> None:
    stick()
    with time_machine.travel(NOON, tick=False):
        tasks.keep_watch()
        stick()
        tasks.keep_watch()

    assert told("common_work_stuck") == [custodian.email]
    assert "1 piece of work was tried" in Message.objects.get(kind="common_work_stuck").body


def test_monitoring_hears_of_stuck_work_and_of_a_worker_that_is_gone(client: Client) -> None:
    def status() -> tuple[int, str]:
        answer = client.get("/health/queue")
        return answer.status_code, answer.json()["status"]

    assert status() == (503, "no worker has been seen lately")
    Sign.give("worker")
    assert status() == (200, "ok")
    work = stick()
    assert status() == (503, "stuck: a custodian has to look at the desk")
    work.delete()
    Sign.objects.update(at=timezone.now() - datetime.timedelta(seconds=400))
    assert status() == (503, "no worker has been seen lately")


@pytest.mark.parametrize(("kind", "kept"), [(delivery.FROM_OTHERS, False), ("t.t", True)])
def test_a_code_is_not_kept_once_its_mail_has_left(settings: Any, kind: str, kept: bool) -> None:
    settings.FORUM_DEMO = False
    mail = delivery.queue(
        kind=kind, key="1", address="a@x.example", recipient=None, subject="S",
        body="Your code is 123456.", html="<b>123456</b>",
    )  # fmt: skip
    assert "123456" in mail.body

    outbox.run_due()

    mail.refresh_from_db()
    assert mail.state == "sent"
    assert ("123456" in mail.body, "123456" in mail.html) == (kept, kept)
