"""Invariants are silent when all is well, and name what is broken."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from common import invariants, outbox, tasks
from common.models import Message, Sign, Work

LATE = datetime.timedelta(seconds=31)
NOW = datetime.timedelta()


def put() -> Work:
    with transaction.atomic():
        return outbox.put("tests.any")


@pytest.fixture
def broken_rule() -> Iterator[str]:
    name = "INV-99: for the test"

    @invariants.invariant(name)
    def rule() -> Iterator[str]:
        yield "One thing is broken."

    yield name
    del invariants.INVARIANTS[name]


@pytest.mark.django_db
def test_an_empty_outbox_breaks_nothing() -> None:
    names = [
        name for name in invariants.broken() if name.startswith(("INV-15", "INV-16", "INV-21"))
    ]

    assert names == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "shift", "forgotten"),
    [
        ("due_at", -LATE, True),
        ("stuck_at", NOW, False),
        ("done_at", NOW, False),
        ("leased_until", LATE, False),
        ("leased_until", -LATE, True),
        ("due_at", LATE, False),
        ("created_at", NOW, False),
    ],
)
def test_inv_15_finds_work_that_nobody_does(
    moment: str, shift: datetime.timedelta, forgotten: bool
) -> None:
    put()
    now = timezone.now()
    Work.objects.update(created_at=now - LATE, due_at=now - LATE)
    Work.objects.update(**{moment: now + shift})

    assert bool(list(invariants.no_work_forgotten())) is forgotten


@pytest.mark.django_db
def test_inv_16_is_quiet_about_keys_used_once() -> None:
    with transaction.atomic():
        outbox.put("tests.any", key="a")
        outbox.put("tests.other", key="a")
    put()
    put()

    assert list(invariants.effects_at_most_once()) == []


@pytest.mark.django_db
@pytest.mark.both_databases
def test_inv_16_finds_work_to_be_done_twice_where_the_index_is_gone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX work_one_unfinished_for_each_key")
    Work.objects.create(kind="tests.any", key="a")
    Work.objects.create(kind="tests.any", key="a")

    assert list(invariants.effects_at_most_once()) == ["tests.any a is to be done 2 times."]


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite cannot drop this one")
def test_inv_16_finds_a_mail_written_twice_where_the_constraint_is_gone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE common_message DROP CONSTRAINT message_once_for_each_recipient")
    for _ in range(2):
        Message.objects.create(kind="t.t", key="1", address="a@x.example", subject="s", body="b")

    assert list(invariants.effects_at_most_once()) == [
        "The mail t.t 1 was written 2 times to one reader."
    ]


@pytest.mark.django_db
def test_inv_21a_finds_a_mail_that_nothing_sends(ada: Any) -> None:
    mail = Message.objects.create(
        kind="t.t", key="1", address=ada.email, subject="s", body="b", recipient=ada
    )

    assert list(invariants.mails_have_readers()) == [
        f"Mail {mail.pk} is queued, but nothing will send it."
    ]
    with transaction.atomic():
        outbox.put("common.send_mail", message_id=mail.pk)
    assert list(invariants.mails_have_readers()) == []


@pytest.mark.django_db
def test_inv_21a_finds_a_mail_sent_at_no_time() -> None:
    mail = Message.objects.create(
        kind="t.t", key="1", address="a@x.example", subject="s", body="b", state="sent"
    )

    assert list(invariants.mails_have_readers()) == [
        f"Mail {mail.pk} counts as sent, but to nobody or at no time."
    ]


@pytest.mark.django_db
def test_the_command_lists_what_is_broken_and_fails(broken_rule: str, capsys: Any) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("check_invariants")

    assert stopped.value.code == 1
    out = capsys.readouterr().out
    assert f"BROKEN  {broken_rule}\n        One thing is broken." in out


@pytest.mark.django_db
def test_an_invariant_that_cannot_be_asked_counts_as_broken() -> None:
    @invariants.invariant("INV-98: for the test")
    def rule() -> Iterator[str]:
        raise RuntimeError
        yield ""

    try:
        assert invariants.broken()["INV-98: for the test"] == ["could not be asked: RuntimeError"]
    finally:
        del invariants.INVARIANTS["INV-98: for the test"]


@pytest.mark.django_db
def test_a_flood_of_sentences_is_cut() -> None:
    @invariants.invariant("INV-97: for the test")
    def rule() -> Iterator[str]:
        while True:
            yield "again"

    try:
        broken = invariants.broken()["INV-97: for the test"]
    finally:
        del invariants.INVARIANTS["INV-97: for the test"]
    assert len(broken) == invariants.MOST_SENTENCES


@pytest.mark.django_db
def test_the_nightly_task_notes_the_answer(broken_rule: str) -> None:
    tasks.check_invariants()

    assert Sign.objects.get(name="invariants").facts["broken"][broken_rule] == [
        "One thing is broken."
    ]


def test_two_invariants_do_not_share_a_name(broken_rule: str) -> None:
    with pytest.raises(ValueError, match="Two invariants"):
        invariants.invariant(broken_rule)(list)
