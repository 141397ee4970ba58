"""A bell that nobody hears costs half a second at most, once, and never an error."""

import time
from typing import Any

import pytest

from common import bell


def test_ring_publishes_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    monkeypatch.setattr(bell, "_publish", rung.append)

    assert bell.ring(5)
    assert rung == [5]
    assert bell.lost_bells() == 0


def test_a_refused_ring_is_swallowed_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(work_id: int) -> None:
        raise ConnectionError

    monkeypatch.setattr(bell, "_publish", refuse)

    assert not bell.ring(5)
    assert bell.lost_bells() == 1


def test_a_hanging_broker_costs_half_a_second_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def hang(work_id: int) -> None:
        asked.append(work_id)
        time.sleep(1.5)

    monkeypatch.setattr(bell, "_publish", hang)
    started = time.monotonic()

    assert not any(bell.ring(number) for number in range(50))

    assert time.monotonic() - started < 1.0
    assert asked == [0]
    assert bell.lost_bells() == 50


def test_the_bell_rings_again_after_its_silence(monkeypatch: pytest.MonkeyPatch) -> None:
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
