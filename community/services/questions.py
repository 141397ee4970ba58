"""The questions of a consultation: free to change until somebody answers, then their spelling only."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from common.activity import record
from common.policies import demand
from profiles.models import User

from ..choices.consultations import ConsultationState, QuestionKind
from ..models import Consultation, Question
from ..policies.consultations import may_run_consultations
from .consulting import Refused, locked, mend, note_change

MOST_QUESTIONS = 60
FROZEN = (
    "Somebody has answered, so questions can be neither added, removed, moved nor asked differently. "
    "Slips in their words can be mended."
)
CHOSEN = (QuestionKind.ONE, QuestionKind.MANY)


def _held(consultation: Consultation, by: User) -> Consultation:
    demand(may_run_consultations(by))
    row = locked(consultation)
    if row.state in (ConsultationState.CLOSED, ConsultationState.REPORTED):
        raise Refused("It is closed, so its questions stay.")
    return row


@transaction.atomic
def add_question(consultation: Consultation, *, by: User, **values: Any) -> Question:
    """One more question, at the end. Raises PermissionDenied, or Refused after the first answer."""
    row = _held(consultation, by)
    if row.is_frozen:
        raise Refused(FROZEN)
    if row.questions.count() >= MOST_QUESTIONS:
        raise Refused(f"{MOST_QUESTIONS} questions are the most anybody would answer.")
    last = row.questions.aggregate(last=Max("order"))["last"] or 0
    question = Question(consultation=row, order=last + 1, **values)
    _check(question)
    question.save()
    record("community.question_added", by=by, about=row, question=question.pk)
    return question


@transaction.atomic
def change_question(question: Question, *, by: User, **values: Any) -> Question:
    """Save a question. After the first answer only slips, each put down for everybody to see."""
    row = _held(question.consultation, by)
    fresh = Question.objects.get(pk=question.pk)
    was = {name: getattr(fresh, name) for name in values}
    lines = fresh.choices
    for name, value in values.items():
        setattr(fresh, name, value)
    _check(fresh)
    if row.is_frozen:
        _only_slips(row, fresh, was, lines)
    fresh.save(update_fields=[*values])
    record("community.question_changed", by=by, about=row, question=fresh.pk)
    return fresh


def _only_slips(
    row: Consultation, question: Question, was: dict[str, Any], lines: list[str]
) -> None:
    for name in ("kind", "required"):
        if was.get(name, getattr(question, name)) != getattr(question, name):
            raise Refused(FROZEN, name)
    called = f"Question {number_of(question)}"
    for name in ("text", "hint"):
        if name in was:
            mend(row, called, was[name], getattr(question, name), field=name)
    if question.kind in CHOSEN:
        if len(lines) != len(question.choices):
            raise Refused("Somebody has answered: nothing to tick is added or removed.", "options")
        for one, other in zip(lines, question.choices, strict=True):
            mend(row, f"{called}, an answer to tick", one, other, field="options")
    for name, end in (("low", "1"), ("high", "5")):
        if name in was:
            mend(row, f"{called}, what {end} means", was[name], getattr(question, name), field=name)
    if "node" in was and was["node"] != question.node:
        note_change(row, f"{called}, step", str(was["node"] or ""), str(question.node or ""))


def number_of(question: Question) -> int:
    """Its place on the page."""
    before = Question.objects.filter(consultation=question.consultation_id)
    return list(before.values_list("pk", flat=True)).index(question.pk) + 1


def _check(question: Question) -> None:
    if question.kind not in CHOSEN:
        question.options = ""
        return
    lines = [line.strip() for line in question.options.splitlines() if line.strip()]
    if not 2 <= len(lines) <= 20:
        raise Refused("Write between 2 and 20 answers to choose from, each on its own line.",
                      "options")  # fmt: skip
    if len({line.casefold() for line in lines}) < len(lines):
        raise Refused("Two of the answers are the same.", "options")
    question.options = "\n".join(lines)


@transaction.atomic
def remove_question(question: Question, *, by: User) -> None:
    """Take a question out. Raises PermissionDenied, or Refused after the first answer."""
    row = _held(question.consultation, by)
    if row.is_frozen:
        raise Refused(FROZEN)
    record("community.question_removed", by=by, about=row, question=question.pk)
    question.delete()


@transaction.atomic
def move_question(question: Question, *, by: User, up: bool) -> None:
    """One place up or down; at the end nothing happens. Raises as :func:`remove_question`."""
    row = _held(question.consultation, by)
    if row.is_frozen:
        raise Refused(FROZEN)
    rows = list(row.questions.all())
    place = next((n for n, one in enumerate(rows) if one.pk == question.pk), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for order, one in enumerate(rows, start=1):
        one.order = order
    Question.objects.bulk_update(rows, ["order"])
    record("community.question_moved", by=by, about=row, question=question.pk)
