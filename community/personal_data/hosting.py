"""What calls and offers to host hold about people, how long, and how it goes."""

import datetime

from django.db.models import QuerySet

from common.erasing import Leaving, eraser, redact
from common.personal import ACCOUNT, part, personal
from common.retention import clock

from ..choices.hosting import HostOfferState
from ..models import HostCall, HostOffer

KEPT = datetime.timedelta(days=730)
CLOCK = "community.host_offers"
OF_A_ROOM = "of a room and a building, offered by an organisation; erasure takes names out"

personal(
    "community.HostCall",
    "Calls for a host that you made, as a custodian",
    part(
        "made_by made_at",
        why="answering for what was asked in the Forum’s name",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="made_by",
    plain="id closes_on decided_at is_demo",
    words=dict.fromkeys(("title", "what", "criteria", "decision"), "public, about an event"),
)
personal(
    "community.HostOffer",
    "Offers to host that you made or answered",
    part(
        "offered_by decided_by offered_at decided_at",
        why="answering whoever offered, and knowing who decided",
        basis="interests",
        kept=CLOCK,
        seen="custodians; leads of the organisation see that it was offered",
    ),
    about="offered_by decided_by",
    plain="id organisation call capacity state meeting is_demo",
    words=dict.fromkeys(
        ("dates", "room", "address", "access", "hybrid", "meets", "reason"), OF_A_ROOM
    ),
)


def _over(now: datetime.datetime) -> QuerySet[HostOffer]:
    waits_or_hosts = [HostOfferState.OFFERED, HostOfferState.ACCEPTED]
    return HostOffer.objects.filter(offered_at__lt=now - KEPT).exclude(state__in=waits_or_hosts)


@clock(
    CLOCK,
    keeps="Offers to host that came to nothing",
    until=f"{KEPT.days} days",
    due=lambda now: _over(now).count(),
)
def forget_host_offers(now: datetime.datetime) -> int:
    """Who hosted stays with the meeting."""
    return _over(now).delete()[0]


@eraser("community.hosting", order=21)
def leave_hosting(leaving: Leaving) -> None:
    """What an organisation offered stays its own, without the name."""
    redact(HostCall.objects.all(), "title what criteria decision", leaving.words)
    words = "dates room address access hybrid meets reason"
    redact(HostOffer.objects.all(), words, leaving.words)
