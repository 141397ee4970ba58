"""Lunch: whom each meets and where they sit, told the day before, and what came of it.

A plan is made by a custodian as often as they like until somebody has said that they talked. Whoever was told
keeps their people and their table as far as those still come.
"""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from common import activity, hibernation
from common.delivery import notify
from common.policies import demand
from common.states import IllegalMove
from community import booking_words
from community.models import Booking, BookingSheet
from community.services.booking_places import hold
from community.services.bookings import stop_meeting
from profiles.models import User

from .. import policies, seating
from ..models import Introduction, LunchPair, LunchPlan, LunchSeat, Match
from ..policies import lunch as own_policies
from ..queries import lunch_guests
from .introductions import propose
from .lunch_writing import write_plan

FEWEST = 4
KEPT_FOR = datetime.timedelta(days=14)
TOLD_AT = datetime.time(9)
NOTHING_BETWEEN = "Nothing that one of you asks for is met by the other, so there is nothing to introduce you about."
TOO_LATE = "Lunch is over or under way, so the plan stays as it is."


class TooFew(ValueError):
    """Fewer than four want to be told whom to meet."""


def is_settled(plan: LunchPlan | None, sheet: BookingSheet) -> bool:
    """Whether nothing is planned any more: it is over, or somebody has said that they talked."""
    return sheet.is_over or sheet.is_off or bool(plan and plan.talked)


@transaction.atomic
def make_plan(sheet: BookingSheet, *, by: User, sizes: Sequence[int]) -> LunchPlan:
    """Find three people for each and a table for all, from who comes now. Made twice, it is made afresh.

    Raises Http404 for who is no custodian, TooFew, ValueError where the tables are too small, and
    IllegalMove once lunch is over or somebody has talked.
    """
    demand(own_policies.may_plan_lunch(by), hidden=True)
    hibernation.demand_awake()
    sheet = hold(sheet)
    plan = LunchPlan.objects.filter(sheet=sheet).first()
    if is_settled(plan, sheet):
        raise IllegalMove("over", "planned", TOO_LATE)
    guests = lunch_guests.read_guests(sheet)
    if len(guests) < FEWEST:
        raise TooFew(f"A plan needs {FEWEST} people, and {len(guests)} have asked for it so far.")
    seats = seating.tables_for(len(guests), sizes)
    plan = plan or LunchPlan(sheet=sheet, seed=sheet.pk)
    plan.sizes, plan.times = list(sizes), plan.times + 1
    plan.made_at, plan.made_by = timezone.now(), by
    plan.save()
    write_plan(plan, guests, seats)
    activity.record("matching.lunch_planned", by=by, about=plan, people=plan.people)
    return plan


@transaction.atomic
def leave_lunch(booking: Booking, *, by: User) -> None:
    """Take back the wish to be told whom to meet: they are suggested to nobody from now on."""
    booking = stop_meeting(booking, by=by)
    LunchSeat.objects.filter(booking=booking).delete()


def tell_lunches(*, now: datetime.datetime | None = None) -> int:
    """From nine in the morning of the day before: where to find one's three people. Returns how many were told."""
    now = now or timezone.now()
    ahead = BookingSheet.objects.with_times().filter(
        starts__gt=now,
        starts__lte=now + datetime.timedelta(days=2),
        called_off_at=None,
        lunch_plan__isnull=False,
    )
    return sum(_tell(sheet.pk, now) for sheet in ahead if now >= told_from(sheet.starts))


def told_from(starts: datetime.datetime) -> datetime.datetime:
    """The morning of the day before, in Birmingham."""
    day = timezone.localdate(starts) - datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, TOLD_AT))


@transaction.atomic
def _tell(sheet_id: int, now: datetime.datetime) -> int:
    sheet = hold(BookingSheet.objects.get(pk=sheet_id))
    plan = LunchPlan.objects.get(sheet=sheet)
    waiting = LunchSeat.objects.filter(plan=plan, told_at=None, booking__in=coming(sheet))
    found = list(waiting.select_related("booking__user"))
    for seat in found:
        many = LunchPair.objects.filter(Q(one=seat) | Q(other=seat)).count()
        notify(
            "matching_lunch",
            to=seat.booking.user,
            key=f"lunch:{plan.pk}:{plan.times}",
            title=sheet.gathering.title,
            when=booking_words.when(sheet.gathering),
            table=seat.table,
            many=many,
            again=plan.times > 1,
            path=seat.get_absolute_url(),
        )
    LunchSeat.objects.filter(pk__in=[seat.pk for seat in found]).update(told_at=now)
    return len(found)


def coming(sheet: BookingSheet) -> QuerySet[Booking]:
    """Who still comes to lunch and wants to be told."""
    return Booking.objects.meeting_at(sheet.lunch).filter(sheet=sheet)


@transaction.atomic
def note_talked(pair: LunchPair, *, by: User) -> LunchPair:
    """One of the two says that they talked; twice is once. Raises IllegalMove before it has begun."""
    pair = _locked(pair)
    side = _side(pair, by)
    if not pair.plan.sheet.has_begun:
        raise IllegalMove("planned", "talked", "It has not begun yet. Come back when you have met.")
    if getattr(pair, f"{side}_talked_at") is None:
        if not (pair.one_talked_at or pair.other_talked_at):
            LunchPlan.objects.filter(pk=pair.plan_id).update(talked=F("talked") + 1)
        setattr(pair, f"{side}_talked_at", timezone.now())
        pair.save(update_fields=[f"{side}_talked_at"])
    return pair


@transaction.atomic
def introduce_two(pair: LunchPair, *, by: User) -> Introduction:
    """Ask for an introduction to somebody one has talked with: the other side answers as always.

    Raises IllegalMove where they have not said that they talked, or where no need of one is met by the
    other any more; TooManyAsked as :func:`propose`.
    """
    pair = _locked(pair)
    side = _side(pair, by)
    if getattr(pair, f"{side}_talked_at") is None:
        raise IllegalMove("planned", "introduced", "Say first that you talked.")
    match = match_between(pair, by)
    if match is None:
        raise IllegalMove("talked", "introduced", NOTHING_BETWEEN)
    introduction = propose(match, by=by)
    if pair.introduction_id is None:
        pair.introduction = introduction
        pair.save(update_fields=["introduction"])
        LunchPlan.objects.filter(pk=pair.plan_id).update(proposed=F("proposed") + 1)
    return introduction


def match_between(pair: LunchPair, user: User) -> Match | None:
    """The best match that still stands between two, and about which ``user`` may ask."""
    rows = Match.objects.filter(is_current=True).select_related(
        "opportunity__organisation",
        "opportunity__state",
        "person",
        "offer__organisation",
        "offer__state",
    )
    for opportunity, person, offer in pair.arcs:
        match = rows.filter(opportunity=opportunity, person=person, offer=offer).first()
        if match is not None and (
            policies.speaks_for_supply(user, match)
            or policies.speaks_for_need(user, match.opportunity)
        ):
            return match
    return None


def _locked(pair: LunchPair) -> LunchPair:
    LunchPair.objects.select_for_update().get(pk=pair.pk)
    return LunchPair.objects.select_related(
        "one__booking", "other__booking", "plan__sheet__event", "plan__sheet__meeting"
    ).get(pk=pair.pk)


def _side(pair: LunchPair, user: User) -> str:
    """Which of the two ``user`` is. Raises Http404 for everybody else."""
    side = "one" if own_policies.may_see_lunch(user, pair.one.booking) else "other"
    demand(own_policies.may_see_lunch(user, getattr(pair, side).booking), hidden=True)
    return side


def over(now: datetime.datetime) -> QuerySet[LunchPlan]:
    """Plans whose event ended two weeks ago."""
    ended = BookingSheet.objects.with_times().filter(ends__lt=now - KEPT_FOR)
    return LunchPlan.objects.filter(purged_at=None, sheet__in=ended.values("pk"))


def forget_lunches(*, now: datetime.datetime | None = None) -> int:
    """Delete seats and pairs of what is over, and who wished to meet; the counts stay."""
    now = now or timezone.now()
    plans = list(over(now))
    gone, _ = LunchSeat.objects.filter(plan__in=plans).delete()
    Booking.objects.filter(sheet__lunch_plan__in=plans).update(meets=False)
    LunchPlan.objects.filter(pk__in=[plan.pk for plan in plans]).update(purged_at=now)
    return gone
