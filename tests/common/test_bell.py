"""A bell that nobody hears costs half a second at most, once, and never an error."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from common import bell


def waited_for(condition: Callable[[], bool]) -> bool:
    """Whether it comes true; a minute only ends a test that would otherwise hang."""
    end = time.monotonic() + 60
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the ringer's thread may have to wait its turn."""
    monkeypatch.setattr(bell, "PATIENCE", 60)


def test_ring_publishes_and_says_so(patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    monkeypatch.setattr(bell, "_publish", rung.append)

    assert bell.ring(5)
    assert rung == [5]
    assert bell.lost_bells() == 0


def test_a_refused_ring_is_swallowed_and_counted(
    patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(work_id: int) -> None:
        raise ConnectionError

    monkeypatch.setattr(bell, "_publish", refuse)

    assert not bell.ring(5)
    assert bell.lost_bells() == 1


def test_a_hanging_broker_costs_one_request_half_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only the first waits, and for that long: counted by the waits asked for, not by a watch."""
    freed = threading.Event()
    asked: list[int] = []

    def hang(work_id: int) -> None:
        asked.append(work_id)
        freed.wait(60)
        raise TimeoutError

    waits: list[float | None] = []
    wait, caller = threading.Event.wait, threading.get_ident()

    def counted(event: threading.Event, timeout: float | None = None) -> bool:
        # Threads of others wait too; what counts is how long the request does.
        if threading.get_ident() == caller and timeout is not None:
            waits.append(timeout)
        return wait(event, timeout)

    monkeypatch.setattr(bell, "_publish", hang)
    monkeypatch.setattr(threading.Event, "wait", counted)

    heard = [bell.ring(number) for number in range(bell.MOST_PENDING + 50)]

    assert not any(heard)
    assert waits == [bell.PATIENCE] == [0.5]
    assert asked == [0]
    assert bell.lost_bells() == 50
    freed.set()
    assert waited_for(lambda: bell.lost_bells() == bell.MOST_PENDING + 50)
    assert asked == [0]


def test_a_slow_broker_hears_every_ring_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    freed = threading.Event()

    def slow(work_id: int) -> None:
        freed.wait(60)
        asked.append(work_id)

    monkeypatch.setattr(bell, "_publish", slow)

    assert [bell.ring(number) for number in range(3)] == [False, False, False]
    freed.set()
    assert waited_for(lambda: asked == [0, 1, 2] and bell._bell._pending == 0)
    monkeypatch.setattr(bell, "PATIENCE", 60)
    assert bell.ring(3)
    assert bell.lost_bells() == 0


def test_the_bell_rings_again_after_its_silence(
    patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Any] = [ConnectionError(), None]

    def publish(work_id: int) -> None:
        answer = answers.pop(0)
        if answer:
            raise answer

    monkeypatch.setattr(bell, "_publish", publish)
    monkeypatch.setattr(bell, "SILENCE", 0.0)

    assert not bell.ring(1)
    assert bell.ring(2)


def test_a_forked_child_starts_afresh() -> None:
    before = bell._bell

    bell._start_afresh()

    assert bell._bell is not before
    assert bell.lost_bells() == 0
