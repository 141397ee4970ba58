"""The clock of offers: a reminder, running out, renewing; and pausing in between."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common import activity, delivery, states
from common.states import IllegalMove

from .. import policies, renewals
from ..choices import OFFER_MOVES, OfferLifecycle, Role
from ..models import Offer, OfferState, User
from ..signals import offer_closed, offer_published

LASTS = datetime.timedelta(days=180)
REMINDED = datetime.timedelta(days=14)
AT_ONCE = 200


class DatesPassed(ValueError):
    """The days that the offer itself names are over, so renewing it would renew nothing."""

    def __init__(self) -> None:
        super().__init__("Its own last day has passed. Change the dates, then send it in again.")


def last_day(offer: Offer, *, today: datetime.date | None = None) -> datetime.date:
    """Until when it stands without being renewed: half a year, or its own last day if that is sooner."""
    fresh = (today or timezone.localdate()) + LASTS
    return min(fresh, offer.ends) if offer.ends else fresh


@transaction.atomic
def renew_offer(offer: Offer, *, by: User) -> Offer:
    """Let it stand for another half year; one that had run out is open again.

    Raises PermissionDenied unless ``by`` gives it or leads the organisation that does, IllegalMove when
    it was closed or is not public, :class:`DatesPassed` when its own last day is over.
    """
    if not policies.may_hand_in_offer(by, offer):
        raise PermissionDenied("Only a lead of the organisation can renew this offer.")
    today = timezone.localdate()
    state = OfferState.objects.select_for_update().get(offer=offer)
    if not offer.live or state.lifecycle == OfferLifecycle.CLOSED:
        raise IllegalMove(state.lifecycle, "open", "This offer was closed or is not public.")
    if offer.ends and offer.ends < today:
        raise DatesPassed
    if state.lifecycle == OfferLifecycle.EXPIRED:
        states.move(state, OfferLifecycle.OPEN, moves=OFFER_MOVES, field="lifecycle")
    state.expires_on, state.reminded_on = last_day(offer, today=today), None
    state.save(update_fields=["expires_on", "reminded_on"])
    offer.state = state
    activity.record("profiles.offer_renewed", by=by, about=offer, until=state.expires_on)
    offer_published.send(Offer, offer_id=offer.pk)
    return offer


@transaction.atomic
def pause_offer(offer: Offer, *, by: User) -> Offer:
    """Take it out of lists and matches until it is resumed.

    Raises PermissionDenied unless ``by`` gives it or leads the organisation, IllegalMove.
    """
    return _turn(offer, OfferLifecycle.PAUSED, by=by)


@transaction.atomic
def resume_offer(offer: Offer, *, by: User) -> Offer:
    """Show it again. Raises PermissionDenied as :func:`pause_offer` does, IllegalMove."""
    return _turn(offer, OfferLifecycle.OPEN, by=by)


def _turn(offer: Offer, to: str, *, by: User) -> Offer:
    if not policies.may_hand_in_offer(by, offer):
        raise PermissionDenied("Only a lead of the organisation can do that.")
    if to == OfferLifecycle.OPEN and offer.state.lifecycle == OfferLifecycle.EXPIRED:
        raise IllegalMove("run out", "open", "This offer has run out. Renew it.")
    states.move(offer.state, to, moves=OFFER_MOVES, field="lifecycle")
    opened = to == OfferLifecycle.OPEN
    verb = "profiles.offer_resumed" if opened else "profiles.offer_paused"
    activity.record(verb, by=by, about=offer)
    (offer_published if opened else offer_closed).send(Offer, offer_id=offer.pk)
    return offer


def run_offer_clock(*, today: datetime.date | None = None) -> tuple[int, int]:
    """Date the undated, remind, and end what has run out; returns (reminded, ended).

    Each offer in a transaction of its own. Running it twice on a day changes nothing more.
    """
    today = today or timezone.localdate()
    live = Offer.objects.filter(live=True).select_related("state", "organisation")
    standing = live.filter(state__lifecycle__in=["open", "paused", "full"])
    for offer in standing.filter(state__expires_on__isnull=True).order_by("pk")[:AT_ONCE]:
        OfferState.objects.filter(offer=offer, expires_on__isnull=True).update(
            expires_on=last_day(offer, today=today)
        )
    ended = [_end(offer) for offer in standing.filter(state__expires_on__lt=today)[:AT_ONCE]]
    soon = Q(state__expires_on__gte=today, state__expires_on__lte=today + REMINDED)
    due = standing.filter(soon, state__reminded_on__isnull=True)[:AT_ONCE]
    return sum(_remind(offer, today) for offer in due), sum(ended)


@transaction.atomic
def _end(offer: Offer) -> bool:
    try:
        states.move(offer.state, OfferLifecycle.EXPIRED, moves=OFFER_MOVES, field="lifecycle")
    except IllegalMove:
        return False
    activity.record("profiles.offer_expired", by=None, about=offer)
    _tell("profiles_offer_expired", offer)
    offer_closed.send(Offer, offer_id=offer.pk)
    return True


@transaction.atomic
def _remind(offer: Offer, today: datetime.date) -> bool:
    mine = OfferState.objects.filter(offer=offer, reminded_on__isnull=True)
    if not mine.update(reminded_on=today):
        return False
    _tell("profiles_offer_expires", offer)
    return True


def _tell(kind: str, offer: Offer) -> None:
    """Mail those who may renew it, each with a link of their own."""
    day = offer.state.expires_on
    if day is None:
        return
    for user in _givers(offer):
        signed = renewals.make(offer_id=offer.pk, user_id=user.pk, day=day)
        delivery.notify(
            kind,
            to=user,
            key=f"offer:{offer.pk}:{day}",
            title=offer.title,
            day=f"{day:%-d %B %Y}",
            link=f"/offers/renew/{signed}/",
            edit=f"{offer.get_absolute_url()}edit/",
            over=bool(offer.ends and offer.ends <= day),
        )


def _givers(offer: Offer) -> list[User]:
    if offer.organisation is None:
        return [user for user in (offer.state.owner,) if user is not None]
    rows = offer.organisation.memberships.filter(role=Role.LEAD, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("pk")]
