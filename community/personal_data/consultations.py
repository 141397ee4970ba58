"""What consultations hold about people, how long, and how it goes."""

import datetime

from django.db.models import Q, QuerySet

from common.erasing import Leaving, eraser, redact
from common.personal import ACCOUNT, impersonal, part, personal
from common.retention import clock

from ..choices.consultations import Consent, Moderation, Respondent, ResponseState
from ..models import (
    Answer,
    Comment,
    Consultation,
    ConsultationFollower,
    Conversation,
    Response,
)

NAMED_FOR = datetime.timedelta(days=365)
DRAFTS_FOR = datetime.timedelta(days=30)
TALKS_FOR = datetime.timedelta(days=730)
CLOCK = "community.responses"
DRAFTS = "community.response_drafts"
TALKS = "community.conversations"
FOLLOWED = "community.consultation_followers"
READERS = "custodians; what you let be published, everybody"

personal(
    "community.Consultation",
    "Consultations",
    part(
        "created_by",
        why="knowing whom to ask about it",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="created_by",
    plain="id slug drafted_on opens closes remind_at asks_steps state ready_at opened_at closed_at "
    "reminded_at first_answer_at is_demo",
    words={
        "title": "What the Forum asks about.",
        "summary": "What the Forum asks about.",
        "body": "The Forum's own draft.",
        "file_link": "Where the same draft is a file.",
    },
)
for model, fields in {
    "Question": "id consultation order kind text hint options low high required node",
    "WordingChange": "id consultation at what was now",
    "ConsultationTheme": "id consultation title",
    "ConsultationReport": "consultation introduction final_link figures published_at",
    "ReportRow": "id consultation became said did",
}.items():
    impersonal(f"community.{model}", fields, because="It is the Forum's own text, and counts.")
impersonal(
    "community.Response_themes",
    "id response consultationtheme",
    because="It says what a text speaks of, and goes with the response.",
)
personal(
    "community.Response",
    "Your answers to consultations",
    part(
        "user organisation name consent state begun_at sent_at changed_at kind consultation",
        why="one response each, and changing or withdrawing it until the end",
        basis="consent",
        kept=CLOCK,
        seen=READERS,
    ),
    part(
        "address_hash",
        why="one response for each address of a guest; it cannot be read back",
        basis="interests",
        kept=CLOCK,
        seen="nobody",
        secret=True,
    ),
    about="user",
    plain="id",
)
for model, place in (("Answer", "question picked"), ("Comment", "paragraph node")):
    personal(
        f"community.{model}",
        "What you wrote and ticked in consultations",
        part(
            f"response text {place}",
            why="using your answer, and counting it",
            basis="consent",
            kept=CLOCK,
            seen=READERS,
        ),
        about="response__user",
        plain="id moderation",
    )
personal(
    "community.Conversation",
    "Conversations about a consultation",
    part(
        "who on theme written_by consultation",
        why="remembering with whom the Forum spoke about its plans",
        basis="interests",
        kept=TALKS,
        seen="custodians",
    ),
    about="written_by",
    plain="id",
)
personal(
    "community.ConsultationFollower",
    "Consultations that you follow",
    part(
        "user consultation since soon_told_at report_told_at",
        why="two mails about it: before it closes, and when its report is out",
        basis="consent",
        kept=FOLLOWED,
        seen="nobody",
    ),
    about="user",
    plain="id",
)


def _ended(now: datetime.datetime, ago: datetime.timedelta) -> QuerySet[Consultation]:
    return Consultation.objects.over().filter(closes__lt=now - ago)


def _tied(now: datetime.datetime) -> QuerySet[Response]:
    """Still with a person or an address, or with words that were never published."""
    tie = Q(user__isnull=False) | Q(address_hash__isnull=False)
    unshown = Q(answers__in=_unshown(Answer)) | Q(comments__in=_unshown(Comment))
    rows = Response.objects.filter(consultation__in=_ended(now, NAMED_FOR))
    return rows.filter(tie | unshown).distinct()


def _unshown(kind: type[Answer] | type[Comment]) -> QuerySet:
    return kind.objects.exclude(text="").exclude(pk__in=kind.objects.shown().values("pk"))


@clock(
    CLOCK,
    keeps="Who answered a consultation, and words that were not published",
    until=f"{NAMED_FOR.days} days after it closed",
    then="the tie to people is cut and those words are deleted; ticks and published words stay",
    due=lambda now: _tied(now).count(),
)
def untie_responses(now: datetime.datetime) -> int:
    """What was counted stays counted."""
    rows = list(_tied(now).values_list("pk", flat=True)[:1000])
    _unshown(Answer).filter(response__in=rows).update(text="")
    _unshown(Comment).filter(response__in=rows).delete()
    Response.objects.filter(pk__in=rows).update(user=None, address_hash=None)
    Response.objects.filter(pk__in=rows).exclude(consent=Consent.NAMED).update(name="")
    return len(rows)


def _old_drafts(now: datetime.datetime) -> QuerySet[Response]:
    over = _ended(now, DRAFTS_FOR)
    return Response.objects.filter(state=ResponseState.DRAFT, consultation__in=over)


@clock(
    DRAFTS,
    keeps="Answers to a consultation that were begun and never sent",
    until=f"{DRAFTS_FOR.days} days after it closed",
    due=lambda now: _old_drafts(now).count(),
)
def forget_drafts(now: datetime.datetime) -> int:
    """Nobody has read them."""
    rows = _old_drafts(now)
    number = rows.count()
    rows.delete()
    return number


def _old_talks(now: datetime.datetime) -> QuerySet[Conversation]:
    return Conversation.objects.filter(consultation__in=_ended(now, TALKS_FOR))


@clock(
    TALKS,
    keeps="With whom the Forum spoke about a consultation",
    until=f"{TALKS_FOR.days} days after it closed",
    due=lambda now: _old_talks(now).count(),
)
def forget_conversations(now: datetime.datetime) -> int:
    """Nobody needs it any more."""
    return _old_talks(now).delete()[0]


def _old_followers(now: datetime.datetime) -> QuerySet[ConsultationFollower]:
    told = Q(report_told_at__lt=now - DRAFTS_FOR)
    return ConsultationFollower.objects.filter(told | Q(consultation__in=_ended(now, NAMED_FOR)))


@clock(
    FOLLOWED,
    keeps="Who follows a consultation",
    until=f"{DRAFTS_FOR.days} days after they were told of the report, or {NAMED_FOR.days} after it closed",
    due=lambda now: _old_followers(now).count(),
)
def forget_followers(now: datetime.datetime) -> int:
    """Nothing more comes."""
    rows = _old_followers(now)
    number = rows.count()
    rows.delete()
    return number


@eraser("community.consultations", order=20)
def leave_consultations(leaving: Leaving) -> None:
    """Ticks stay counted. Their words go, but for those they let be published without a name."""
    leaving.remove(ConsultationFollower.objects.filter(user=leaving.user))
    mine = Response.objects.filter(user=leaving.user, kind=Respondent.PERSON)
    leaving.remove(mine.filter(state=ResponseState.DRAFT))
    unnamed = {"response__consent": Consent.UNNAMED, "moderation": Moderation.SHOWN}
    answers = Answer.objects.filter(response__in=mine)
    answers.exclude(**unnamed).update(text="")
    Comment.objects.filter(response__in=mine).exclude(**unnamed).delete()
    mine.exclude(consent=Consent.UNNAMED).update(consent=Consent.NO)
    mine.update(user=None, name="")
    for model in (Answer, Comment):
        redact(model.objects.all(), "text", leaving.words)
    redact(Response.objects.all(), "name", leaving.words)
    redact(Conversation.objects.all(), "who theme", leaving.words)
    Conversation.objects.filter(written_by=leaving.user).update(written_by=None)
    Consultation.objects.filter(created_by=leaving.user).update(created_by=None)
