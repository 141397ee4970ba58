"""Answering a consultation: kept, sent, changed and taken back until it closes, once each."""

import datetime
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.delivery import new_key, notify, notify_address
from common.policies import demand
from common.states import move
from profiles.models import Organisation, User

from ..choices.consultations import (
    RESPONSE_MOVES,
    Consent,
    Moderation,
    Respondent,
    ResponseState,
)
from ..drafts import numbered
from ..guest_links import hash_of
from ..models import Answer, Comment, Consultation, Response
from ..policies.consultations import may_keep_response, may_respond
from .consulting import Refused, demand_listening, locked


class TooLate(Refused):
    """It was closed when the server received this."""


@dataclass(frozen=True)
class Who:
    """As whom somebody answers: a user, also for an organisation; a confirmed address; or nobody."""

    user: User | None = None
    organisation: Organisation | None = None
    address_hash: str = ""

    @property
    def kind(self) -> str:
        if self.organisation is not None:
            return Respondent.ORGANISATION
        if self.user is not None:
            return Respondent.PERSON
        return Respondent.GUEST if self.address_hash else Respondent.ANONYMOUS


@dataclass(frozen=True)
class Words:
    """What a response says: ticks and texts by question, comments by paragraph and by step."""

    picked: dict[int, list[int]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    paragraphs: dict[int, str] = field(default_factory=dict)
    steps: dict[int, str] = field(default_factory=dict)
    name: str = ""
    consent: str = Consent.NO


def response_of(consultation: Consultation, who: Who) -> Response | None:
    """What they have kept or sent; None for whom nobody knows."""
    rows = Response.objects.filter(consultation=consultation, kind=who.kind)
    if who.kind == Respondent.ORGANISATION:
        return rows.filter(organisation=who.organisation).first()
    if who.kind == Respondent.PERSON:
        return rows.filter(user=who.user).first()
    if who.kind == Respondent.GUEST:
        return rows.filter(address_hash=who.address_hash).first()
    return None


@transaction.atomic
def respond(
    consultation: Consultation,
    *,
    by: Who,
    words: Words,
    received: datetime.datetime,
    send: bool = True,
) -> Response:
    """Keep what somebody says, or send it; what was sent before is replaced.

    In time is what the server had ``received`` before the closing time, however long it then took.
    Raises PermissionDenied, TooLate, or Refused where a required answer is missing.
    """
    row = locked(consultation)
    if by.user is not None:
        demand(may_respond(by.user, by.organisation))
    demand_in_time(row, received)
    if send:
        demand_listening()
    response = response_of(row, by) or _begin(row, by)
    if response.state == ResponseState.SENT and not send:
        raise Refused("It is sent already. Send your changes, or leave it as it is.")
    if by.kind != Respondent.ANONYMOUS:
        response.name = words.name
        response.changed_at = received
    response.consent = words.consent
    response.save(update_fields=["name", "consent", "changed_at"])
    _keep_answers(row, response, words, send=send)
    _keep_comments(row, response, words)
    if send:
        _send(response, by)
    if row.first_answer_at is None:
        Consultation.objects.filter(pk=row.pk).update(first_answer_at=response.changed_at)
    return response


def demand_in_time(row: Consultation, received: datetime.datetime) -> None:
    """Raises TooLate where it was not open when this arrived."""
    if not row.takes(received):
        raise TooLate(
            "This consultation had closed when your answers reached us, so they were not taken. "
            "What you wrote stands below: copy what you want to keep."
        )


def _begin(row: Consultation, by: Who) -> Response:
    own = by.kind == Respondent.PERSON
    now = timezone.now()
    if by.kind == Respondent.ANONYMOUS:
        # The day only: a minute could be laid beside what the web server noted.
        now = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Response.objects.create(
        consultation=row,
        kind=by.kind,
        user=by.user if own else None,
        organisation=by.organisation,
        address_hash=by.address_hash or None,
        begun_at=now,
        changed_at=now,
    )


def _keep_answers(row: Consultation, response: Response, words: Words, *, send: bool) -> None:
    had = {answer.question_id: answer for answer in response.answers.all()}
    for question in row.questions.all():
        picked = sorted(set(words.picked.get(question.pk, [])))
        text = words.texts.get(question.pk, "")
        if any(not 0 < n <= len(question.choices) for n in picked):
            raise Refused("Choose one of the answers that are offered.", f"q_{question.pk}")
        if send and question.required and not picked and not text:
            raise Refused(f"Answer this: {question.text}", f"q_{question.pk}")
        answer = had.pop(question.pk, None)
        if not picked and not text:
            if answer:
                answer.delete()
        elif answer is None:
            Answer.objects.create(response=response, question=question, picked=picked, text=text)
        elif (answer.picked, answer.text) != (picked, text):
            answer.picked = picked
            _reword(answer, text)


def _keep_comments(row: Consultation, response: Response, words: Words) -> None:
    numbers = {one.number for one in numbered(row.body)}
    wanted: dict[tuple[int | None, int | None], str] = {
        (number, None): text for number, text in words.paragraphs.items() if number in numbers
    }
    if row.asks_steps:
        wanted |= {(None, node): text for node, text in words.steps.items()}
    for comment in response.comments.all():
        text = wanted.pop((comment.paragraph, comment.node_id), "")
        if not text:
            comment.delete()
        elif text != comment.text:
            _reword(comment, text)
    for (number, node), text in wanted.items():
        if text:
            Comment.objects.create(response=response, paragraph=number, node_id=node, text=text)


def _reword(said: Answer | Comment, text: str) -> None:
    """New words are read anew before others see them."""
    said.text = text
    said.moderation = Moderation.WAITING
    said.save()


def _send(response: Response, by: Who) -> None:
    if response.state == ResponseState.SENT:
        record("community.response_changed", by=by.user, about=response)
        return
    response.sent_at = response.changed_at
    response.save(update_fields=["sent_at"])
    move(response, ResponseState.SENT, moves=RESPONSE_MOVES)
    if by.kind == Respondent.ANONYMOUS:
        return
    record("community.response_sent", by=by.user, about=response)
    if by.user is not None:
        notify(
            "community_response_received",
            to=by.user,
            key=f"{response.pk}",
            title=response.consultation.title,
            organisation=str(by.organisation or ""),
            closes=response.consultation.closes,
            link=response.get_absolute_url(),
        )


def send_receipt(response: Response, *, address: str, link: str) -> bool:
    """A receipt to a guest who gives their address once more; whether it is the confirmed one."""
    if hash_of(response.consultation_id, address) != response.address_hash:
        return False
    notify_address(
        "community_guest_receipt",
        address=address,
        key=new_key(),
        title=response.consultation.title,
        closes=response.consultation.closes,
        link=link,
    )
    return True


@transaction.atomic
def withdraw_response(
    response: Response, *, by: User | None, received: datetime.datetime | None = None
) -> None:
    """Take it back: nothing of it stays. ``by`` is None for the guest whose link names it.

    Raises Http404 for whoever may not, TooLate once it has closed.
    """
    row = locked(response.consultation)
    if by is not None or response.kind != Respondent.GUEST:
        demand(by is not None and may_keep_response(by, response), hidden=True)
    if not row.takes(received or timezone.now()):
        raise TooLate("The consultation has closed, so what was sent is counted.")
    record("community.response_withdrawn", by=by, about=row)
    response.delete()
