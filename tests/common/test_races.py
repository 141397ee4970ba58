"""Rivals at the same moment, on both databases: one effect each, and controls that fail without."""

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import outbox
from common.idempotency import once
from common.models import Message, SentForm, Sign, Work
from common.states import IllegalMove, move

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
KIND = "tests.race"
RIVALS = 8


def at_once(act: Callable[[int], Any], rivals: int = RIVALS) -> list[Any]:
    """Call ``act`` in as many threads, let go together; results or exceptions, in order."""
    gate = threading.Barrier(rivals)
    results: list[Any] = [None] * rivals

    def run(number: int) -> None:
        try:
            gate.wait(timeout=30)
            results[number] = act(number)
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(rivals)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "one of the rivals hangs"
    return results


@pytest.fixture
def effect() -> Iterator[None]:
    """A handler whose effect is one row a call."""

    def make_row(**ids: Any) -> None:
        Sign.objects.create(name=uuid.uuid4().hex)

    outbox.handler(KIND)(make_row)
    yield
    del outbox.HANDLERS[KIND]


def test_rival_workers_do_each_work_once(effect: None) -> None:
    with transaction.atomic():
        for _ in range(20):
            outbox.put(KIND)

    counts = at_once(lambda number: outbox.run_due())

    assert sum(counts) == 20
    assert Sign.objects.count() == 20
    assert not Work.objects.unfinished().exists()


def test_the_same_bell_heard_by_all_is_done_once(effect: None) -> None:
    with transaction.atomic():
        work = outbox.put(KIND)

    heard = at_once(lambda number: outbox.run_one(work.pk))

    assert sorted(heard) == [False] * (RIVALS - 1) + [True]
    assert Sign.objects.count() == 1


@pytest.fixture
def held_by_all(effect: None, settings: Any) -> list[Work]:
    """One row that each of several workers believes to hold: its lease ends before it begins."""
    settings.FORUM_LEASE_SECONDS = -1
    with transaction.atomic():
        work = outbox.put(KIND)
    held = [outbox._claim(work.pk) for _ in range(outbox.MOST_ATTEMPTS)]
    return [claim for claim in held if claim]


def test_the_finish_lets_one_through_even_where_all_hold_the_row(held_by_all: list[Work]) -> None:
    at_once(lambda number: outbox._run(held_by_all[number]), rivals=len(held_by_all))

    assert len(held_by_all) == outbox.MOST_ATTEMPTS
    assert Sign.objects.count() == 1


def test_without_lease_and_guarded_finish_the_work_is_done_by_all(
    held_by_all: list[Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(outbox, "_finish", lambda work: None)

    at_once(lambda number: outbox._run(held_by_all[number]), rivals=len(held_by_all))

    assert Sign.objects.count() == len(held_by_all) == outbox.MOST_ATTEMPTS


def ask(number: int) -> int:
    with transaction.atomic():
        return outbox.put(KIND, key="same", number=number).pk


def look_too_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rival's first look for the row comes before any of the others has written it."""
    look, looked = outbox._ask_again, threading.local()

    def early(*args: Any) -> Work | None:
        first = not hasattr(looked, "once")
        looked.once = True
        return None if first else look(*args)

    monkeypatch.setattr(outbox, "_ask_again", early)


def test_rivals_asking_for_the_same_key_get_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    look_too_early(monkeypatch)

    keys = at_once(ask)

    assert set(keys) == {Work.objects.get().pk}
    assert Work.objects.get().asked == RIVALS


def test_without_the_index_each_would_get_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    look_too_early(monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX work_one_unfinished_for_each_key")

    keys = at_once(ask)

    assert len(set(keys)) == Work.objects.count() == RIVALS


def test_asking_while_the_work_is_being_done_is_never_forgotten(effect: None) -> None:
    """Each ask is answered by a run that began after it, whoever wins which race."""
    seen: list[int] = []
    lock = threading.Lock()

    def read(**ids: Any) -> None:
        with lock:
            seen.append(Sign.objects.filter(name__startswith="asked").count())

    outbox.HANDLERS[KIND] = outbox.Handler(read, None, None, None)

    def act(number: int) -> None:
        if number % 2:
            with transaction.atomic():
                Sign.objects.create(name=f"asked {number}")
                outbox.put(KIND, key="same")
        else:
            outbox.run_due()

    for error in at_once(act):
        assert error is None
    outbox.run_due()

    assert seen[-1] == RIVALS // 2
    assert not Work.objects.unfinished().exists()


def send(key: str) -> Callable[[int], tuple[bool, str]]:
    def act(number: int) -> tuple[bool, str]:
        with once(key, actor=None, body={"a": 1}) as attempt:
            if not attempt.repeated:
                attempt.answer = f"/signs/{Sign.objects.create(name=uuid.uuid4().hex).pk}/"
        return attempt.repeated, attempt.answer

    return act


def test_a_form_sent_many_times_at_once_counts_once() -> None:
    answers = at_once(send("0123456789"))

    assert sorted(repeated for repeated, _ in answers) == [False] + [True] * (RIVALS - 1)
    assert {answer for _, answer in answers} == {f"/signs/{Sign.objects.get().pk}/"}
    assert SentForm.objects.count() == 1


def test_without_a_key_the_form_would_count_each_time() -> None:
    """The control."""
    at_once(send(""))

    assert Sign.objects.count() == RIVALS


def rival_moves() -> tuple[list[Any], list[Any]]:
    """Who won and who lost when all move a row that each has read before."""
    mail = Message.objects.create(kind="t.t", key="1", address="a@x.example", subject="s", body="b")
    moves = {"queued": frozenset({"sent", "withheld"})}

    def act(number: int) -> str:
        rival = Message.objects.get(pk=mail.pk)
        barrier.wait(timeout=30)
        move(rival, "sent" if number % 2 else "withheld", moves=moves)
        return rival.state

    barrier = threading.Barrier(RIVALS)
    results = at_once(act)
    won = [result for result in results if isinstance(result, str)]
    return won, [result for result in results if isinstance(result, IllegalMove)]


def test_one_of_many_moves_wins() -> None:
    won, lost = rival_moves()

    assert (len(won), len(lost)) == (1, RIVALS - 1)
    assert Message.objects.get().state == won[0]


def test_without_the_guarded_update_all_would_win(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the old state is not compared while the new one is written."""
    compare = QuerySet.filter

    def unguarded(rows: Any, *args: Any, **kwargs: Any) -> Any:
        return rows.all() if kwargs == {"state": "queued"} else compare(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "filter", unguarded)

    won, lost = rival_moves()

    assert (len(won), len(lost)) == (RIVALS, 0)


def test_the_claim_is_committed_before_the_handler_runs() -> None:
    """A worker killed inside the handler has already been counted."""
    seen: list[int] = []

    def look(**ids: Any) -> None:
        def from_outside(number: int) -> int:
            return Work.objects.get().attempts

        seen.extend(at_once(from_outside, rivals=1))

    outbox.handler(KIND)(look)
    try:
        with transaction.atomic():
            outbox.put(KIND, due=timezone.now())
        outbox.run_due()
    finally:
        del outbox.HANDLERS[KIND]

    assert seen == [1]
