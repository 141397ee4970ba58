"""How long names stay in attendance and delegations, and requests about them."""

import datetime

from django.db.models import Q, QuerySet

from common.retention import clock

from ..models import Attendance, Delegation, SeriesMember
from ..services import removals
from .notes import DELEGATIONS, PUBLISHED, REMOVALS

YEAR = datetime.timedelta(days=365)
NAMED_FOR, OTHERS_FOR, AWAY_FOR = 10 * YEAR, 2 * YEAR, 3 * YEAR
EMPTY = {"user": None, "name": "", "initials": "", "named": False}


def old_names(now: datetime.datetime) -> QuerySet[Attendance]:
    """Names whose time is over; an open action keeps that of its owner."""
    named = Q(named=True, meeting__starts__lt=now - NAMED_FOR)
    others = Q(named=False, meeting__starts__lt=now - OTHERS_FOR)
    held = Attendance.objects.exclude(name="", user=None)
    return held.filter(named | others).exclude(actions__state="open")


@clock(
    PUBLISHED,
    keeps="Names of those noted at meetings",
    until=f"{NAMED_FOR.days // 365} years for those who said yes to being named, "
    f"{OTHERS_FOR.days // 365} for others",
    then="emptied; the organisation stays",
    due=lambda now: old_names(now).count(),
)
def forget_names(now: datetime.datetime) -> int:
    """Who came for which organisation is history then."""
    keys = list(old_names(now).values_list("pk", flat=True))
    return Attendance.objects.filter(pk__in=keys).update(**EMPTY)


def _over(now: datetime.datetime) -> tuple[QuerySet[Delegation], QuerySet[SeriesMember]]:
    day = (now - AWAY_FOR).date()
    away = Delegation.objects.filter(until__lt=day).exclude(name="", user=None)
    return away, SeriesMember.objects.filter(series__ended_on__lt=day)


@clock(
    DELEGATIONS,
    keeps="Who spoke for the Forum elsewhere, and members of series that have ended",
    until=f"{AWAY_FOR.days // 365} years after the end",
    then="emptied or deleted; what was reported stays",
    due=lambda now: sum(rows.count() for rows in _over(now)),
)
def forget_delegates(now: datetime.datetime) -> int:
    """The report stays without a name."""
    away, members = _over(now)
    return away.update(user=None, name="", named=False) + members.delete()[0]


@clock(
    REMOVALS,
    keeps="Requests not to be named in notes",
    until=f"{removals.UNCONFIRMED_FOR.days} days unconfirmed, {removals.KEPT.days} after the answer",
    due=lambda now: removals.due_removals(now).count(),
)
def forget_requests(now: datetime.datetime) -> int:
    """The address in it is needed for the answer only."""
    return removals.forget_removals(now=now)
