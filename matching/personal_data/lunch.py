"""What lunch plans hold about people: who meets whom, why, and whether they talked. Gone in two weeks."""

import datetime
from typing import Any

from django.db.models import Q

from common.erasing import Leaving, eraser
from common.personal import ACCOUNT, part, personal
from common.retention import clock

from ..models import LunchPair, LunchPlan, LunchSeat
from ..services.lunch import KEPT_FOR, forget_lunches, over

CLOCK = "matching.lunch"
WHY = "telling you whom to meet over lunch, and them"


def _own_pairs(user: Any) -> Q:
    return Q(one__booking__user=user.pk) | Q(other__booking__user=user.pk)


def _across(row: LunchPair, user: Any) -> set[str]:
    """Whether the other said that they talked, or asked on, is theirs to tell."""
    mine = row.one.booking.user_id == user.pk
    return {"other_talked_at" if mine else "one_talked_at", "why"}


personal(
    "matching.LunchSeat",
    "Your table at a lunch",
    part("booking table told_at", why=WHY, basis="consent", kept=CLOCK, seen="you; custodians"),
    about="booking__user",
    plain="id plan",
)
personal(
    "matching.LunchPair",
    "Whom you were to meet over lunch",
    part(
        "why one_talked_at other_talked_at introduction",
        why=WHY,
        basis="consent",
        kept=CLOCK,
        seen="you; the one you were to meet, in their words",
    ),
    plain="id plan one other worth",
    words={"arcs": "numbers of challenges, people and offers"},
    rows=_own_pairs,
    others=_across,
)
personal(
    "matching.LunchPlan",
    "Lunch plans that you made as a custodian",
    part(
        "made_by",
        why="knowing who made it",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="made_by",
    plain="id sheet seed times made_at people pairs talked proposed purged_at",
    words={"sizes": "numbers of seats"},
)


@eraser("matching.lunch", order=12)
def take_out(leaving: Leaving) -> None:
    """Before their bookings lose their names: the seats go, and with them whom they met."""
    LunchSeat.objects.filter(booking__user=leaving.user).delete()
    LunchPlan.objects.filter(made_by=leaving.user).update(made_by=None)


@clock(
    CLOCK,
    keeps="Lunch plans: who sits where, who meets whom and why, who talked",
    until=f"{KEPT_FOR.days} days after the event",
    then="deleted; how many met, talked and asked for an introduction is kept",
    due=lambda now: LunchSeat.objects.filter(plan__in=over(now)).count(),
)
def purge_lunches(now: datetime.datetime) -> int:
    """Counts are kept on the plan from the first."""
    return forget_lunches(now=now)
