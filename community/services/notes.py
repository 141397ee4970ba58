"""Notes of a meeting: written as a draft, circulated, agreed at a later meeting, locked.

From circulated on every change keeps what stood there before, and why it was changed. The text of
locked notes stays as it was agreed: a correction stands beside it.
"""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import User

from ..choices.notes import NOTES_MOVES, NotesState
from ..markup import tidy
from ..models import AgendaItem, Amendment, Decision, ItemNote, Meeting, MeetingNotes
from ..policies import notes as policies

N = NotesState


class NotesRefused(ValueError):
    """Why it cannot be done, in words; ``field`` is where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(words)


def notes_of(meeting: Meeting) -> MeetingNotes:
    """How the notes of a meeting stand; a draft that is not saved where nobody wrote any."""
    return MeetingNotes.objects.filter(meeting=meeting).first() or MeetingNotes(meeting=meeting)


@transaction.atomic
def write(
    meeting: Meeting, *, by: User, text: str, item: AgendaItem | None = None, reason: str = ""
) -> ItemNote:
    """Save what was said under an item, or about the meeting as a whole.

    Raises NotesRefused without a reason once the notes are out, or for an item of another meeting.
    """
    state = _held(meeting, by=by).state
    _demand_own(meeting, item)
    if state == N.LOCKED:
        raise NotesRefused("These notes are locked. Write a correction instead.")
    text = tidy(text)
    note, _ = ItemNote.objects.get_or_create(meeting=meeting, item=item)
    if note.text == text:
        return note
    if state != N.DRAFT:
        _amend(meeting, by=by, item=item, before=note.text, after=text, reason=reason, state=state)
    note.text = text
    note.save(update_fields=["text"])
    record("community.notes_written", by=by, about=meeting, item=item.pk if item else 0)
    return note


@transaction.atomic
def correct(
    meeting: Meeting, *, by: User, text: str, reason: str, item: AgendaItem | None = None
) -> Amendment:
    """Put a correction beside locked notes. Raises NotesRefused while they can still be amended."""
    state = _held(meeting, by=by).state
    _demand_own(meeting, item)
    if state != N.LOCKED:
        raise NotesRefused("These notes are not locked: change their text, and say why.")
    text = tidy(text)
    if not text:
        raise NotesRefused("Write what is right.", "text")
    made = _amend(meeting, by=by, item=item, before="", after=text, reason=reason, state=state)
    record("community.notes_corrected", by=by, about=meeting, item=item.pk if item else 0)
    return made


@transaction.atomic
def decide(meeting: Meeting, *, by: User, text: str, item: AgendaItem | None = None) -> Decision:
    """Write down a decision under the next number. Raises NotesRefused once the notes are locked."""
    state = _held(meeting, by=by).state
    _demand_own(meeting, item)
    if state == N.LOCKED:
        raise NotesRefused("These notes are locked. Write a correction instead.")
    highest = meeting.decisions.aggregate(highest=Max("number"))["highest"] or 0
    made = Decision.objects.create(meeting=meeting, item=item, number=highest + 1, text=tidy(text))
    if state != N.DRAFT:
        Amendment.objects.create(
            meeting=meeting, item=item, decision=made, after=made.text, by=by, reason="Added."
        )
    record("community.decision_written", by=by, about=meeting, number=made.number)
    return made


@transaction.atomic
def change_decision(
    decision: Decision,
    *,
    by: User,
    text: str,
    item: AgendaItem | None = None,
    reason: str = "",
) -> Decision:
    """Put the text of a decision right. Raises as :func:`write`, and once the notes are locked."""
    meeting = decision.meeting
    state = _held(meeting, by=by).state
    _demand_own(meeting, item)
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    text = tidy(text)
    if state == N.LOCKED:
        raise NotesRefused("These notes are locked. Write a correction instead.")
    if state != N.DRAFT and row.text != text:
        _amend(
            meeting, by=by, item=item, decision=row, before=row.text, after=text,
            reason=reason, state=state,
        )  # fmt: skip
    row.text, row.item = text, item
    row.save(update_fields=["text", "item"])
    record("community.decision_changed", by=by, about=meeting, number=row.number)
    return row


@transaction.atomic
def circulate(meeting: Meeting, *, by: User) -> MeetingNotes:
    """Publish the notes. Raises NotesRefused where there are none or the meeting is not announced."""
    notes = _held(meeting, by=by)
    if meeting.announced_at is None:
        raise NotesRefused("Announce the meeting first: its notes stand on its page.")
    if not meeting.item_notes.exclude(text="").exists():
        raise NotesRefused("Nothing is written yet. Write under one item at least.")
    return _move(notes, N.CIRCULATED, by=by, circulated_at=timezone.now())


@transaction.atomic
def agree(meeting: Meeting, *, by: User, at: Meeting) -> MeetingNotes:
    """A later meeting of the series agreed them. Raises NotesRefused for any other meeting."""
    notes = _held(meeting, by=by)
    if at.series_id != meeting.series_id or at.starts <= meeting.starts:
        raise NotesRefused("Only a later meeting of the same series can agree them.", "at")
    if at.starts > timezone.now():
        raise NotesRefused("That meeting has not begun yet.", "at")
    return _move(notes, N.AGREED, by=by, agreed_at=at)


@transaction.atomic
def lock(meeting: Meeting, *, by: User) -> MeetingNotes:
    """Keep them as they were agreed: from now on corrections stand beside the text."""
    return _move(_held(meeting, by=by), N.LOCKED, by=by, locked_at=timezone.now())


def _held(meeting: Meeting, *, by: User) -> MeetingNotes:
    demand(policies.may_write_notes(by), hidden=True)
    MeetingNotes.objects.get_or_create(meeting=meeting)
    return MeetingNotes.objects.select_for_update(of=("self",)).get(meeting=meeting)


def _demand_own(meeting: Meeting, item: AgendaItem | None) -> None:
    if item is not None and item.meeting_id != meeting.pk:
        raise NotesRefused("That item is on the agenda of another meeting.", "item")


def _amend(meeting: Meeting, *, by: User, reason: str, state: str, **values: Any) -> Amendment:
    if not reason.strip():
        raise NotesRefused("These notes are out. Say why they are changed.", "reason")
    return Amendment.objects.create(
        meeting=meeting, by=by, reason=reason, correction=state == N.LOCKED, **values
    )


def _move(notes: MeetingNotes, to: str, *, by: User, **values: Any) -> MeetingNotes:
    if notes.state == to:
        raise IllegalMove(notes.state, to, f"These notes are {notes.get_state_display().lower()}.")
    if to not in NOTES_MOVES[notes.state]:
        raise IllegalMove(notes.state, to)
    # What a state promises is written with it: the database checks both together.
    MeetingNotes.objects.filter(pk=notes.pk, state=notes.state).update(**values)
    move(notes, to, moves=NOTES_MOVES)
    for name, value in values.items():
        setattr(notes, name, value)
    record(f"community.notes_{to}", by=by, about=notes.meeting)
    return notes
