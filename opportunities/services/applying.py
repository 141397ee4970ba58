"""The applicant's verbs: begin, write, send, take back, answer an offer.

Each is safe to repeat: a double click, or the back button after sending, changes nothing more.
"""

import datetime
import secrets
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import hibernation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User

from .. import policies
from ..application_choices import OVER, ApplicationState, MemberState, Question
from ..application_questions import USUAL, asked, checked_answer
from ..choices import InRound
from ..eligibility import Stop, person_of, what_stops
from ..models import (
    Application,
    ApplicationAnswer,
    ApplicationForm,
    Opportunity,
    OpportunityState,
)
from ..queries.teams import missing_yes, team_gaps
from ..signals import application_sent
from .moving import advance
from .seats import has_room, lock
from .sharing import name_to_host
from .telling import tell_host, tell_team

TOO_LATE = (
    "The last place was taken a moment before you, or this has been called off. "
    "Your application stands until they answer."
)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class CannotApply(PermissionDenied):
    """Somebody may not put themselves forward, and why: see ``stops``."""

    def __init__(self, stops: list[Stop]) -> None:
        self.stops = stops
        super().__init__(" ".join(stop.text for stop in stops))


@transaction.atomic
def start_application(opportunity: Opportunity, *, by: User) -> Application:
    """Begin one, or go on with the one there is. Raises :class:`CannotApply`."""
    # Held, so that nobody begins one of their own while they join a team.
    OpportunityState.objects.select_for_update().get(pk=opportunity.pk)
    person = person_of(by)
    mine = Application.objects.for_pages().filter(person=person, opportunity=opportunity.pk)
    found = mine.alive().first() if person else None
    if found is not None:
        return found
    stops = what_stops(opportunity, by)
    if stops or person is None:
        raise CannotApply(stops)
    try:
        with transaction.atomic():
            made = Application.objects.create(
                opportunity_id=opportunity.pk, person=person, label=_label(opportunity)
            )
    except IntegrityError:
        # A double click: the other one made it.
        return mine.alive().get()
    record("opportunities.application_started", by=by, about=made)
    return mine.get(pk=made.pk)


def _label(opportunity: Opportunity) -> str:
    taken = set(
        Application.objects.filter(opportunity=opportunity.pk).values_list("label", flat=True)
    )
    while True:
        label = "".join(secrets.choice(LETTERS) for _ in range(5))
        if label not in taken:
            return label


@transaction.atomic
def save_answers(
    application: Application, answers: Mapping[str, str], *, by: User, shares_cv: bool | None = None
) -> Application:
    """Keep what was written so far, whole or not. Raises PermissionDenied, IllegalMove once sent,
    ValidationError for a link that is none."""
    row = lock(application)
    demand(policies.is_applicant(by, row), hidden=True)
    if row.state != ApplicationState.DRAFT:
        raise IllegalMove(row.state, "draft", "This was sent already, so it cannot be changed.")
    before = dict(row.answers.values_list("question", "text"))
    after = dict(before)
    for question, text in answers.items():
        if question not in Question.values:
            raise ValidationError("Nobody asked that.")
        after[question] = checked_answer(question, text)
        ApplicationAnswer.objects.update_or_create(
            application=row, question=question, defaults={"text": after[question]}
        )
    if after != before:
        # A yes is to a text, not to whatever becomes of it.
        row.members.update(agreed_at=None)
    if shares_cv is not None:
        row.shares_cv = shares_cv
    row.save(update_fields=["shares_cv", "changed"])
    return row


def what_is_missing(application: Application) -> list[str]:
    """The questions that want an answer before it can be sent."""
    written = {answer.question for answer in application.answers.all() if answer.text.strip()}
    return [
        question.text
        for question in asked(application.opportunity)
        if question.needed and question.name not in written
    ]


@transaction.atomic
def send_application(
    application: Application, *, by: User, received: datetime.datetime | None = None
) -> Application:
    """Hand it to the host, as received at a time of the server's clock. Sending twice sends once.

    Raises Http404 for anybody else, :class:`CannotApply`, ValidationError while answers are missing.
    """
    received = received or timezone.now()
    row = lock(application)
    demand(policies.is_applicant(by, row), hidden=True)
    if row.state != ApplicationState.DRAFT:
        return row
    hibernation.demand_awake()
    if stops := what_stops(row.opportunity, by, at=received):
        raise CannotApply(stops)
    if missing := what_is_missing(row):
        raise ValidationError([f"Answer this: {question}" for question in missing])
    form = form_of(row.opportunity)
    if gaps := team_gaps(row, form):
        raise ValidationError(gaps)
    in_round = row.opportunity.state.in_round
    # In a round everybody is answered at once, on the day of its results.
    answer_by = None
    if not in_round:
        answer_by = off_weekends(
            timezone.localdate(received) + datetime.timedelta(days=form.days_to_answer)
        )
    if not form.blind and in_round != InRound.BLIND:
        name_to_host(row)
    advance(row, ApplicationState.RECEIVED, by=by, sent_at=received, answer_by=answer_by)
    # Whoever has not answered by now is not part of it, and their address is forgotten.
    unanswered = row.members.filter(state=MemberState.ASKED)
    unanswered.update(state=MemberState.TAKEN_BACK, address="")
    application_sent.send(Application, application_id=row.pk)
    tell_host(row, "received")
    return row


def form_of(opportunity: Opportunity) -> ApplicationForm:
    """What the poster asks; unsaved where nobody has chosen anything."""
    found = ApplicationForm.objects.filter(pk=opportunity.pk).first()
    return found or ApplicationForm(opportunity_id=opportunity.pk, questions=list(USUAL))


@transaction.atomic
def choose_questions(opportunity: Opportunity, *, by: User, **values: Any) -> ApplicationForm:
    """What a poster asks from now on. Who applied before stays as blind, or as named, as it was.

    Raises PermissionDenied for whoever may not change the opportunity.
    """
    demand(policies.may_edit(by, opportunity))
    if ApplicationForm.objects.filter(pk=opportunity.pk, **values).exists():
        return form_of(opportunity)
    form, _ = ApplicationForm.objects.update_or_create(
        opportunity_id=opportunity.pk, defaults=values
    )
    record("opportunities.application_form_changed", by=by, about=opportunity)
    return form


def off_weekends(day: datetime.date) -> datetime.date:
    """The day itself, or the Monday after it."""
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


@transaction.atomic
def withdraw_application(application: Application, *, by: User, reason: str = "") -> Application:
    """Take it back at any time; a place it held is free at once. Twice is the same as once.

    A draft nobody has seen is deleted. Raises Http404 for anybody else, IllegalMove when it is over.
    """
    row = lock(application)
    demand(policies.is_applicant(by, row), hidden=True)
    if row.state == ApplicationState.DRAFT:
        tell_team(row, "ended", but=by)
        row.delete()
        return row
    return _leave(row, by=by, how="withdrawn", reason=reason)


@transaction.atomic
def refuse_offer(application: Application, *, by: User) -> Application:
    """Say no to an offer; the host may ask somebody else. Raises as :func:`withdraw_application`."""
    row = lock(application)
    demand(policies.is_applicant(by, row), hidden=True)
    if row.state not in (ApplicationState.OFFERED, ApplicationState.WITHDRAWN):
        raise IllegalMove(row.state, "refused", "There is no offer to answer any more.")
    return _leave(row, by=by, how="refused")


def _leave(row: Application, *, by: User, how: str, reason: str = "") -> Application:
    if row.state == ApplicationState.WITHDRAWN:
        return row
    named = row.named_at is not None
    advance(row, ApplicationState.WITHDRAWN, by=by)
    # What somebody writes about themselves could tell a blind reader who it was.
    tell_host(row, how, reason=reason if named else "")
    return row


@transaction.atomic
def accept_offer(
    application: Application, *, by: User, received: datetime.datetime | None = None
) -> Application:
    """Take the place that was offered: of rivals for the last one exactly one gets it.

    A team takes its places, all or none, with the last yes of its people; until then this keeps
    the yes. Accepting twice is the same as once. Raises Http404 for anybody else, IllegalMove with a sentence.
    """
    row = lock(application)
    demand(policies.applies_in(by, row), hidden=True)
    if row.holds_seat:
        return row
    if row.state != ApplicationState.OFFERED:
        sentence = "This has ended." if row.state in OVER else "There is no offer to answer."
        raise IllegalMove(row.state, ApplicationState.ACCEPTED, sentence)
    today = timezone.localdate(received or timezone.now())
    if row.offer_until and row.offer_until < today:
        raise IllegalMove(
            row.state, ApplicationState.ACCEPTED, "This offer has run out. Ask them for a new one."
        )
    # Asked first, so that whoever is too late holds the row for no longer than it takes to say so.
    if not has_room(row):
        raise IllegalMove(row.state, ApplicationState.ACCEPTED, TOO_LATE)
    _say_yes(row, by)
    if missing_yes(row):
        return row
    try:
        advance(row, ApplicationState.ACCEPTED, by=by)
    except IllegalMove as error:
        raise IllegalMove(error.current, ApplicationState.ACCEPTED, TOO_LATE) from error
    tell_host(row, "accepted")
    return row


def _say_yes(row: Application, by: User) -> None:
    """Note one person's yes to an offer; the earliest stands."""
    now = timezone.now()
    if row.person.user_id == by.pk:
        row.accepted_at = row.accepted_at or now
        Application.objects.filter(pk=row.pk).update(accepted_at=row.accepted_at)
        return
    mine = row.members.filter(person__user=by, state=MemberState.JOINED)
    mine.filter(accepted_at__isnull=True).update(accepted_at=now)
