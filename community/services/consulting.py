"""A consultation from draft to closed: made, changed, opened, made longer, reminded of, closed."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from rapidfuzz import fuzz

from common import hibernation, outbox
from common.activity import record
from common.policies import demand
from common.slugs import insert_with_slug
from common.states import move
from profiles.models import User

from ..choices.consultations import CONSULTATION_MOVES, ConsultationState
from ..drafts import MOST_PARAGRAPHS, numbered, paragraphs
from ..models import Consultation, WordingChange
from ..policies.consultations import may_run_consultations

S = ConsultationState
REMIND = "community.remind_of_consultation"
SAME_ENOUGH = 75
NOT_A_SLIP = (
    "Somebody has answered, so only slips can be mended now. This changes more than a slip. "
    "Say what is different in the report, or in a consultation of its own."
)


class Refused(ValueError):
    """What cannot be done, in a sentence for people, at the field that it is about."""

    def __init__(self, words: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(words)


def demand_listening() -> None:
    """Raises Refused in the words of the sleep while the Forum takes nothing in."""
    try:
        hibernation.demand_awake()
    except hibernation.Asleep as asleep:
        raise Refused(str(asleep)) from None


def locked(consultation: Consultation) -> Consultation:
    """The row as it is now, held until the transaction ends."""
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


@transaction.atomic
def create_consultation(*, by: User, **values: Any) -> Consultation:
    """A draft that custodians see. Raises PermissionDenied, or Refused with a sentence."""
    demand(may_run_consultations(by))
    made = Consultation(created_by=by, **values)
    _check(made)
    insert_with_slug(made, made.title)
    record("community.consultation_created", by=by, about=made)
    return made


@transaction.atomic
def change_consultation(consultation: Consultation, *, by: User, **values: Any) -> Consultation:
    """Save its details. After the first answer only slips, each put down for everybody to see.

    Raises PermissionDenied, or Refused where it is over, would close earlier or changes what was answered.
    """
    demand(may_run_consultations(by))
    row = locked(consultation)
    if row.state in (S.CLOSED, S.REPORTED):
        raise Refused("It is closed. What changed since belongs in its report.")
    was = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        if not _same_minute(was[name], value):
            setattr(row, name, value)
    _check(row)
    if row.state == S.OPEN:
        _keep_promises(row, was)
    if row.is_frozen:
        _only_slips(row, was)
    row.save(update_fields=[*values])
    record("community.consultation_changed", by=by, about=row)
    return row


def _same_minute(was: Any, now: Any) -> bool:
    """Forms ask for minutes: what is the same to the minute was not changed."""
    if not isinstance(was, datetime.datetime) or not isinstance(now, datetime.datetime):
        return False
    return was.replace(second=0, microsecond=0) == now.replace(second=0, microsecond=0)


def _check(row: Consultation) -> None:
    if row.closes <= row.opens:
        raise Refused("It closes before it opens. Check both times.", "closes")
    if row.remind_at and not row.opens < row.remind_at < row.closes:
        raise Refused("The reminder goes out while it is open: after it opens, before it closes.",
                      "remind_at")  # fmt: skip
    if len(numbered(row.body)) > MOST_PARAGRAPHS:
        raise Refused(
            f"The draft has more than {MOST_PARAGRAPHS} paragraphs. Shorten it, or link to a file.",
            "body",
        )


def _keep_promises(row: Consultation, was: dict[str, Any]) -> None:
    if was.get("opens", row.opens) != row.opens:
        raise Refused("It is open already, so this time stays.", "opens")
    before = was.get("closes", row.closes)
    if row.closes < before:
        raise Refused("The closing time was promised. It can be later, never earlier.", "closes")
    if row.closes > before:
        note_change(row, "Closing time", _moment(before), _moment(row.closes))


def _moment(value: datetime.datetime) -> str:
    return date_format(timezone.localtime(value), "j F Y, H:i")


def _only_slips(row: Consultation, was: dict[str, Any]) -> None:
    if was.get("asks_steps") and not row.asks_steps:
        raise Refused("Somebody may have commented on steps already, so this stays.", "asks_steps")
    names = {"title": "Title", "summary": "Summary", "file_link": "Link to the file"}
    for name, called in names.items():
        if name in was:
            mend(row, called, was[name], getattr(row, name), field=name)
    if was.get("drafted_on", row.drafted_on) != row.drafted_on:
        note_change(row, "Date of the draft", str(was["drafted_on"]), str(row.drafted_on))
    if "body" in was and was["body"] != row.body:
        before, now = paragraphs(was["body"]), paragraphs(row.body)
        if [one.number for one in before] != [one.number for one in now]:
            raise Refused(
                "Somebody has answered: paragraphs can be neither added nor removed now, because "
                "comments name them by their number. Mend slips only.",
                "body",
            )
        for one, other in zip(before, now, strict=True):
            called = f"Paragraph {one.number}" if one.number else "A heading"
            mend(row, called, one.text, other.text, field="body")


def mend(row: Consultation, called: str, was: str, now: str, *, field: str) -> None:
    """Put a mended slip down for everybody. Raises Refused where it is more than that."""
    if was == now:
        return
    if fuzz.ratio(was, now) < SAME_ENOUGH:
        raise Refused(f"{called}: {NOT_A_SLIP}", field)
    note_change(row, called, was, now)


def note_change(row: Consultation, called: str, was: str, now: str) -> None:
    """Write down what is different from what people answered first."""
    WordingChange.objects.create(consultation=row, what=called, was=was, now=now)


@transaction.atomic
def make_ready(consultation: Consultation, *, by: User) -> Consultation:
    """Let it open at its time, or now where that is past. Twice is the same as once.

    One whose closing time is past too is entered as what it is: held elsewhere, and closed.
    Raises PermissionDenied, or Refused where there is nothing to answer.
    """
    demand(may_run_consultations(by))
    row = locked(consultation)
    if row.state != S.DRAFT or row.ready_at:
        return row
    demand_listening()
    if not row.questions.exists() and not numbered(row.body):
        raise Refused("There is nothing to answer yet. Add a question, or the text of the draft.")
    row.ready_at = timezone.now()
    row.save(update_fields=["ready_at"])
    record("community.consultation_ready", by=by, about=row)
    if row.opens <= row.ready_at:
        _open(row, by=by)
    if row.closes <= row.ready_at:
        _close(row, by=by)
        row.opened_at, row.closed_at = row.opens, row.closes
        row.save(update_fields=["opened_at", "closed_at"])
    return row


@transaction.atomic
def hold_back(consultation: Consultation, *, by: User) -> Consultation:
    """It does not open by itself after all. Raises PermissionDenied, or Refused once it is open."""
    demand(may_run_consultations(by))
    row = locked(consultation)
    if row.state != S.DRAFT:
        raise Refused("It has opened already.")
    row.ready_at = None
    row.save(update_fields=["ready_at"])
    record("community.consultation_held_back", by=by, about=row)
    return row


@transaction.atomic
def close_consultation(consultation: Consultation, *, by: User) -> Consultation:
    """End it by hand: at once while nobody has answered, else not before its promised time."""
    demand(may_run_consultations(by))
    row = locked(consultation)
    if row.state == S.CLOSED:
        return row
    if row.is_frozen and row.closes > timezone.now():
        raise Refused(
            f"Somebody has answered, and {_moment(row.closes)} was promised. It closes then by itself."
        )
    _close(row, by=by)
    return row


@transaction.atomic
def remind_now(consultation: Consultation, *, by: User) -> Consultation:
    """Write to everybody who has not answered, once. Raises PermissionDenied or Refused."""
    demand(may_run_consultations(by))
    row = locked(consultation)
    if not row.is_open:
        raise Refused("It is not open, so there is nothing to remind of.")
    if row.reminded_at:
        raise Refused("The reminder went out already. There is one only.")
    _remind(row, by=by)
    return row


@transaction.atomic
def delete_draft(consultation: Consultation, *, by: User) -> None:
    """A draft that nobody needs. Raises PermissionDenied, or Refused once it was public."""
    demand(may_run_consultations(by))
    row = locked(consultation)
    if row.state != S.DRAFT:
        raise Refused("It has been public, so it stays.")
    record("community.consultation_deleted", by=by, about=row)
    row.delete()


def run_consultation_clock(*, now: datetime.datetime | None = None) -> int:
    """Open, remind of and close what is due; returns how many steps were taken."""
    now = now or timezone.now()
    rows = Consultation.objects
    steps = (
        (rows.filter(state=S.DRAFT, ready_at__isnull=False, opens__lte=now, closes__gt=now), _open),
        (
            rows.filter(state=S.OPEN, reminded_at__isnull=True, remind_at__lte=now, closes__gt=now),
            _remind,
        ),
        (rows.filter(state=S.OPEN, closes__lte=now), _close),
    )
    done = 0
    for due, act in steps:
        for pk in list(due.values_list("pk", flat=True)):
            with transaction.atomic():
                row = due.select_for_update().filter(pk=pk).first()
                if row is not None:
                    act(row, by=None)
                    done += 1
    return done


def _open(row: Consultation, *, by: User | None) -> None:
    move(row, S.OPEN, moves=CONSULTATION_MOVES)
    row.opened_at = timezone.now()
    row.save(update_fields=["opened_at"])
    record("community.consultation_opened", by=by, about=row)


def _close(row: Consultation, *, by: User | None) -> None:
    move(row, S.CLOSED, moves=CONSULTATION_MOVES)
    row.closed_at = timezone.now()
    if by is not None:
        row.closes = min(row.closes, row.closed_at)
    row.save(update_fields=["closed_at", "closes"])
    record("community.consultation_closed", by=by, about=row)


def _remind(row: Consultation, *, by: User | None) -> None:
    row.reminded_at = timezone.now()
    row.save(update_fields=["reminded_at"])
    record("community.consultation_reminded", by=by, about=row)
    outbox.put(REMIND, key=f"{row.pk}:0", consultation_id=row.pk, after=0)
