"""What the desk holds about people."""

import datetime

from django.db.models import Q, QuerySet

from common.erasing import Leaving, eraser, redact
from common.personal import ACCOUNT, impersonal, part, personal
from common.retention import clock

from .models import LeftToEnd, Newsletter, Subscriber

KEPT = datetime.timedelta(days=90)
UNCONFIRMED = datetime.timedelta(days=7)
ENDED, SUBSCRIBED = "desk.left_to_end", "desk.subscribers"

personal(
    "desk.LeftToEnd",
    "What you let end, as a custodian",
    part(
        "by at",
        why="not asking twice on the weekly page",
        basis="interests",
        kept=ENDED,
        seen="you",
    ),
    about="by",
    plain="id about_id day",
    words={"kind": "the kind of thing, from a fixed list"},
)
personal(
    "desk.Newsletter",
    "Newsletters that you drafted or sent, as a custodian",
    part(
        "drafted_by sent_by created_at sent_at",
        why="answering for what was sent in the Forum’s name",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="drafted_by sent_by",
    plain="id since until rhythm reached is_demo",
    words={
        "title": "what was sent to everybody; erasure takes names out",
        "body": "what was sent to everybody; erasure takes names out",
    },
)
personal(
    "desk.Subscriber",
    "The newsletter, without an account",
    part(
        "address asked_at confirmed_at",
        why="sending the newsletter to whoever asked for it",
        basis="consent",
        kept=SUBSCRIBED,
        seen="nobody; custodians see how many",
    ),
    plain="id",
    rows=lambda user: Q(address__iexact=user.email) if user.email else Q(pk__in=[]),
)
impersonal("desk.VisitCount", "id day section pages", because="A number for each day and section.")


@clock(
    ENDED,
    keeps="What custodians let end",
    until=f"{KEPT.days} days after it ended",
    due=lambda now: LeftToEnd.objects.filter(day__lt=(now - KEPT).date()).count(),
)
def forget_endings(now: datetime.datetime) -> int:
    """Past its day nobody asks any more."""
    return LeftToEnd.objects.filter(day__lt=(now - KEPT).date()).delete()[0]


@clock(
    SUBSCRIBED,
    keeps="Addresses that asked for the newsletter",
    until=f"you stop it; {UNCONFIRMED.days} days where the mail to confirm it is not answered",
    due=lambda now: _unconfirmed(now).count(),
)
def forget_unconfirmed(now: datetime.datetime) -> int:
    """Somebody else may have typed the address, so it is not kept."""
    return _unconfirmed(now).delete()[0]


def _unconfirmed(now: datetime.datetime) -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(confirmed_at__isnull=True, asked_at__lt=now - UNCONFIRMED)


@eraser("desk", order=15)
def leave(leaving: Leaving) -> None:
    """Their subscription goes; their name goes from letters."""
    for address in leaving.addresses:
        leaving.remove(Subscriber.objects.filter(address__iexact=address))
    redact(Newsletter.objects.all(), "title body", leaving.words)
