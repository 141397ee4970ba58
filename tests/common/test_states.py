"""Moves are guarded by the state they start from."""

from typing import Any

import pytest

from common.models import IndependentApprovalTask, Message
from common.states import IllegalMove, move

MOVES = {"queued": frozenset({"sent"}), "sent": frozenset()}


@pytest.fixture
def mail(db: None) -> Message:
    return Message.objects.create(kind="t.t", key="1", address="a@b.example", subject="s", body="b")


def test_move_writes_the_state_and_sets_it(mail: Message) -> None:
    move(mail, "sent", moves=MOVES)

    assert mail.state == "sent"
    assert Message.objects.get().state == "sent"


def test_move_refuses_what_the_moves_do_not_name(mail: Message) -> None:
    with pytest.raises(IllegalMove) as refused:
        move(mail, "withheld", moves=MOVES)

    assert (refused.value.current, refused.value.wanted) == ("queued", "withheld")
    assert Message.objects.get().state == "queued"


def test_move_has_one_winner_among_rivals(mail: Message) -> None:
    rival = Message.objects.get()
    moves = {"queued": frozenset({"sent", "withheld"})}
    move(mail, "withheld", moves=moves)

    with pytest.raises(IllegalMove) as lost:
        move(rival, "sent", moves=moves)

    assert lost.value.current == "withheld"
    assert rival.state == "queued"
    assert Message.objects.get().state == "withheld"


def test_without_the_guard_both_rivals_would_win(mail: Message) -> None:
    """The control: a plain save lets the loser overwrite the winner."""
    rival = Message.objects.get()
    move(mail, "sent", moves=MOVES)
    rival.state = "withheld"
    rival.save()

    assert Message.objects.get().state == "withheld"


def test_move_of_a_deleted_row_says_so(mail: Message) -> None:
    Message.objects.all().delete()

    with pytest.raises(IllegalMove) as lost:
        move(mail, "sent", moves=MOVES)

    assert lost.value.current == "gone"


def test_move_guards_a_field_of_a_parent_model(db: None) -> None:
    task = IndependentApprovalTask.objects.create(name="first")
    stale: Any = IndependentApprovalTask.objects.get(pk=task.pk)
    moves = {"first": frozenset({"second", "third"})}
    move(task, "second", moves=moves, field="name")

    with pytest.raises(IllegalMove):
        move(stale, "third", moves=moves, field="name")

    assert IndependentApprovalTask.objects.get(pk=task.pk).name == "second"


def test_illegal_move_is_a_sentence_for_people() -> None:
    assert str(IllegalMove("one_accepted", "agreed")) == (
        "This is now “one accepted”, so it cannot be changed to “agreed”."
    )
    assert str(IllegalMove("a", "b", "Too late.")) == "Too late."
