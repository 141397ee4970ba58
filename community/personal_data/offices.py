"""What office-holders' terms hold about people, how long, and how it goes."""

import datetime

from common.erasing import Leaving, eraser
from common.personal import part, personal
from common.retention import clock

from ..models import OfficeHolder

KEPT = datetime.timedelta(days=365)
CLOCK = "community.offices"

personal(
    "community.OfficeHolder",
    "Offices of the Forum you hold or held",
    part(
        "role name about user starts ends named said",
        why="saying who runs the Forum and until when",
        basis="consent",
        kept=CLOCK,
        seen="custodians; everybody, of those who said yes to being named, during the term",
    ),
    about="user",
    plain="id order",
)


def _over(now: datetime.datetime):
    return OfficeHolder.objects.over((now - KEPT).date())


@clock(
    CLOCK,
    keeps="Who held an office",
    until=f"{KEPT.days} days after the term",
    due=lambda now: _over(now).count(),
)
def forget_offices(now: datetime.datetime) -> int:
    """Nobody needs the names any more."""
    return _over(now).delete()[0]


@eraser("community.offices", order=26)
def leave_offices(leaving: Leaving) -> None:
    """Their entries go, held or over."""
    leaving.remove(OfficeHolder.objects.filter(user=leaving.user))
