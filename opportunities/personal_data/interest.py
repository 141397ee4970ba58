"""What interest in challenges holds about people, how long, and how it goes."""

import datetime

from django.db.models import QuerySet

from common.erasing import Leaving, eraser
from common.personal import part, personal
from common.retention import clock

from ..models import Interested

KEPT = datetime.timedelta(days=183)
CLOCK = "opportunities.interest"

personal(
    "opportunities.Interested",
    "Challenges you said you are interested in",
    part(
        "opportunity user created",
        why="letting the organisation know who would like to be part of it",
        basis="consent",
        kept=CLOCK,
        seen="members of the organisation; custodians; others a number",
    ),
    about="user",
    plain="id",
)


def _over(now: datetime.datetime) -> QuerySet[Interested]:
    """Of what ended long enough ago."""
    return Interested.objects.filter(opportunity__state__closed_at__lt=now - KEPT)


@clock(
    CLOCK,
    keeps="Who is interested in a challenge",
    until=f"{KEPT.days} days after it ended",
    due=lambda now: _over(now).count(),
)
def forget_interest(now: datetime.datetime) -> int:
    """Nobody needs the names any more."""
    return _over(now).delete()[0]


@eraser("opportunities.interest", order=29)
def lose_interest(leaving: Leaving) -> None:
    """They are on no list any more."""
    leaving.remove(Interested.objects.filter(user=leaving.user))
