"""What beat and the bell run."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from common import delivery, outbox, tasks
from common.models import Message, SentForm, Sign


@pytest.fixture
def message(db: None) -> Message:
    return delivery.queue(
        kind="t.t", key="1", address="a@x.example", recipient=None, subject="S", body="B"
    )


def test_the_bell_runs_the_row(message: Message) -> None:
    tasks.run_work(outbox.Work.objects.get().pk)

    assert len(mail.outbox) == 1


def test_the_sweep_makes_up_for_a_lost_bell(message: Message) -> None:
    tasks.sweep()

    message.refresh_from_db()
    assert message.state == "sent"


def test_a_bell_for_work_that_is_gone_is_harmless(db: None) -> None:
    tasks.run_work(404)


def test_the_heartbeat_moves(db: None) -> None:
    tasks.heartbeat()
    Sign.objects.update(at=timezone.now() - datetime.timedelta(hours=1))

    tasks.heartbeat()

    assert timezone.now() - Sign.objects.get(name="worker").at < datetime.timedelta(minutes=1)


def test_old_keys_mails_and_work_are_forgotten(message: Message) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=100)
    SentForm.objects.create(key="k", actor="1", body_digest="d", created_at=long_ago)
    tasks.sweep()
    Message.objects.update(created_at=long_ago)
    outbox.Work.objects.update(done_at=long_ago)

    tasks.run_retention()

    assert not SentForm.objects.exists()
    assert not Message.objects.exists()
    assert not outbox.Work.objects.exists()


def test_tasks_take_ids_only_and_are_named_as_beat_rings_them() -> None:
    names = {
        tasks.run_work.name,
        tasks.sweep.name,
        tasks.heartbeat.name,
        tasks.run_retention.name,
        tasks.keep_watch.name,
        tasks.check_invariants.name,
    }

    assert names == {
        "common.tasks.run_work",
        "common.tasks.sweep",
        "common.tasks.heartbeat",
        "common.tasks.run_retention",
        "common.tasks.keep_watch",
        "common.tasks.check_invariants",
    }
