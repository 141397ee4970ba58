"""Who of the custodians sees to which introduction, up to a limit that is hard."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import activity
from common.states import IllegalMove
from profiles.models import User

from .. import policies
from ..choices import LIVE_STATES
from ..models import Broker, Introduction
from ..models.brokers import MOST
from .introductions import approved, locked

A_WEEK = datetime.timedelta(days=7)
A_YEAR = datetime.timedelta(days=366)


class BrokerFull(ValueError):
    """The custodian sees to as many introductions as they said they can."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)

    def __str__(self) -> str:
        return (
            f"You see to {self.most} introductions, as many as you said you can. "
            "Let one go first, or change your limit on the board."
        )


def carried(user: User) -> int:
    """How many that are alive somebody sees to."""
    return Introduction.objects.filter(broker=user, state__in=LIVE_STATES).count()


@transaction.atomic
def take_over(introduction: Introduction, *, by: User) -> Introduction:
    """Be its broker from now on, with a look at it in a week. Doing so twice is doing so once.

    Raises PermissionDenied unless ``by`` is a custodian without a part in it, BrokerFull at their limit,
    IllegalMove when it has ended.
    """
    limit = _limit(by)
    introduction = locked(introduction.pk)
    if not policies.may_broker(by, introduction):
        raise PermissionDenied("A custodian without a part in it brokers this.")
    if introduction.state not in LIVE_STATES:
        raise IllegalMove(introduction.state, "brokered", "This has ended already.")
    if introduction.broker_id == by.pk:
        return introduction
    if carried(by) >= limit.most:
        raise BrokerFull(limit.most)
    introduction.broker, introduction.next_on = by, timezone.localdate() + A_WEEK
    introduction.save(update_fields=["broker", "next_on"])
    activity.record("matching.broker_took", by=by, about=introduction)
    return introduction


def _limit(user: User) -> Broker:
    """The broker's row, made when it is not there and locked: two takings of one broker queue here."""
    if not policies.is_broker(user):
        raise PermissionDenied("Only custodians broker.")
    Broker.objects.get_or_create(user=user)
    return Broker.objects.select_for_update().get(user=user)


@transaction.atomic
def let_go(introduction: Introduction, *, by: User) -> Introduction:
    """Give it back to the board. Raises PermissionDenied unless ``by`` is its broker."""
    introduction = locked(introduction.pk)
    if introduction.broker_id != by.pk:
        raise PermissionDenied("You do not broker this.")
    introduction.broker = introduction.next_on = None
    introduction.save(update_fields=["broker", "next_on"])
    activity.record("matching.broker_let_go", by=by, about=introduction)
    return introduction


@transaction.atomic
def set_next(introduction: Introduction, *, by: User, on: datetime.date) -> Introduction:
    """When its broker looks at it next. Raises PermissionDenied for others, ValueError for the past."""
    introduction = locked(introduction.pk)
    if introduction.broker_id != by.pk:
        raise PermissionDenied("You do not broker this.")
    if not timezone.localdate() <= on <= timezone.localdate() + A_YEAR:
        raise ValueError("Choose a day from today on, at most a year ahead.")
    introduction.next_on = on
    introduction.save(update_fields=["next_on"])
    activity.record("matching.broker_next", by=by, about=introduction, on=on)
    return introduction


@transaction.atomic
def set_limit(*, by: User, most: int) -> Broker:
    """How many at once. Raises PermissionDenied for who is no custodian, ValueError below what they carry."""
    limit = _limit(by)
    has = carried(by)
    if not 0 <= most <= MOST:
        raise ValueError(f"Choose a number from 0 to {MOST}.")
    if most < has:
        raise ValueError(f"You see to {has} now. Let some go first.")
    limit.most = most
    limit.save(update_fields=["most"])
    activity.record("matching.broker_limit", by=by, about=limit, most=most)
    return limit


@transaction.atomic
def approve(introduction: Introduction, *, by: User) -> Introduction:
    """A custodian agrees to the two meeting; where both said yes already they are introduced at once.

    Raises PermissionDenied unless ``by`` is a custodian without a part in it, IllegalMove when it does not
    wait for one, or something stands in its way.
    """
    introduction = locked(introduction.pk)
    if not policies.may_broker(by, introduction):
        raise PermissionDenied("A custodian without a part in it decides this.")
    return approved(introduction, by=by)
