"""From going live to ending: seats, closing dates, supervisors. Moderation state is Wagtail's.

Only these functions write :class:`~opportunities.models.OpportunityState`, and each writes it with a
guarded update, so of two rivals one wins.
"""

import datetime

from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Greatest
from django.utils import timezone

from common import outbox
from common.activity import record
from common.delivery import notify
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import User

from .. import policies
from ..choices import LIFECYCLE_MOVES, Lifecycle
from ..models import Application, Opportunity, OpportunityState, Placement, SeatEntry
from ..signals import opportunity_closed, opportunity_published, speakers_changed

UNSURE_FOR = datetime.timedelta(days=14)
"""How long after the day by which a host hoped to know its maybe stays up."""
ENDING = "opportunities.end_applications"
UNSURE_OVER = "opportunities.tell_interested"


@transaction.atomic
def went_live(opportunity: Opportunity) -> Opportunity:
    """A custodian published it, or an edit of it: note when, tell the author, tell the matcher."""
    states = OpportunityState.objects.filter(pk=opportunity.pk)
    states.filter(published_at__isnull=True).update(published_at=timezone.now())
    # Publishing text never takes back a place that somebody holds.
    states.update(seats_cap=Greatest(F("seats_taken"), _places(opportunity)))
    state = states.select_related("submitted_by").get()
    if state.lifecycle == Lifecycle.FILLED and state.seats_taken < state.seats_cap:
        move(state, Lifecycle.OPEN, moves=LIFECYCLE_MOVES, field="lifecycle")
    record("opportunities.went_live", by=None, about=opportunity)
    if state.lifecycle == Lifecycle.OPEN:
        notify(
            "opportunities_live",
            to=state.submitted_by,
            key=f"{opportunity.pk}:{opportunity.live_revision_id}",
            title=opportunity.title,
            path=opportunity.get_absolute_url(),
        )
        opportunity_published.send(type(opportunity), opportunity_id=opportunity.pk)
    return opportunity


def _places(opportunity: Opportunity) -> int:
    """Its own places and those that co-sponsors add."""
    added = opportunity.partners.joined().cosponsors().aggregate(places=Sum("seats"))["places"]
    return max(1, opportunity.seats) + (added or 0)


@transaction.atomic
def pool_places(opportunity: Opportunity) -> Opportunity:
    """A co-sponsor came or left: count places anew, never fewer than are taken already."""
    states = OpportunityState.objects.filter(pk=opportunity.pk)
    states.update(seats_cap=Greatest(F("seats_taken"), _places(opportunity)))
    state = states.get()
    left = state.seats_taken < state.seats_cap
    if state.lifecycle == Lifecycle.FILLED and left:
        move(state, Lifecycle.OPEN, moves=LIFECYCLE_MOVES, field="lifecycle")
    elif state.lifecycle == Lifecycle.OPEN and not left:
        mark_filled(opportunity, by=None)
    if state.lifecycle == Lifecycle.OPEN and left and opportunity.live:
        opportunity_published.send(type(opportunity), opportunity_id=opportunity.pk)
    opportunity.state.refresh_from_db()
    return opportunity


@transaction.atomic
def taken_down(opportunity: Opportunity) -> Opportunity:
    """A custodian unpublished it: matches end, drafts and seats stay."""
    record("opportunities.taken_down", by=None, about=opportunity)
    opportunity_closed.send(type(opportunity), opportunity_id=opportunity.pk)
    return opportunity


@transaction.atomic
def close(opportunity: Opportunity, *, by: User | None, reason: str = "") -> Opportunity:
    """End it because it is settled or its time is over. ``by`` is None for the clock.

    Raises PermissionDenied, IllegalMove when it has ended already.
    """
    return _end(opportunity, Lifecycle.CLOSED, by=by, reason=reason)


@transaction.atomic
def cancel(opportunity: Opportunity, *, by: User | None, reason: str = "") -> Opportunity:
    """Call it off. Those concerned are told by whoever listens to ``opportunity_closed``.

    Raises PermissionDenied, IllegalMove when it has ended already.
    """
    return _end(opportunity, Lifecycle.CANCELLED, by=by, reason=reason)


def _end(opportunity: Opportunity, to: str, *, by: User | None, reason: str) -> Opportunity:
    demand(by is None or policies.may_close(by, opportunity))
    state = OpportunityState.objects.select_related("submitted_by").get(pk=opportunity.pk)
    move(state, to, moves=LIFECYCLE_MOVES, field="lifecycle")
    OpportunityState.objects.filter(pk=state.pk).update(closed_at=timezone.now())
    record(f"opportunities.{to}", by=by, about=opportunity)
    if by is None or by.pk != state.submitted_by_id:
        notify(
            "opportunities_closed",
            to=state.submitted_by,
            key=f"{opportunity.pk}:{to}",
            title=opportunity.title,
            path=opportunity.get_absolute_url(),
            how="closed" if to == Lifecycle.CLOSED else "cancelled",
            reason=reason or ("Its closing date has passed." if by is None else ""),
        )
    # A closing date ends nothing for those who applied in time: they are answered still.
    if by is not None or to == Lifecycle.CANCELLED:
        outbox.put(ENDING, key=f"opportunity:{opportunity.pk}", opportunity_id=opportunity.pk)
    elif opportunity.tentative:
        # They were promised a mail when it is firm, and it never will be.
        outbox.put(UNSURE_OVER, key=f"opportunity:{opportunity.pk}", opportunity_id=opportunity.pk)
    opportunity_closed.send(type(opportunity), opportunity_id=opportunity.pk)
    opportunity.state.refresh_from_db()
    return opportunity


@transaction.atomic
def mark_filled(opportunity: Opportunity, *, by: User | None) -> Opportunity:
    """Say that somebody was found, whether or not a seat was counted. Raises as :func:`close`."""
    demand(by is None or policies.may_close(by, opportunity))
    state = OpportunityState.objects.get(pk=opportunity.pk)
    move(state, Lifecycle.FILLED, moves=LIFECYCLE_MOVES, field="lifecycle")
    record("opportunities.filled", by=by, about=opportunity)
    opportunity_closed.send(type(opportunity), opportunity_id=opportunity.pk)
    opportunity.state.refresh_from_db()
    return opportunity


@transaction.atomic
def take_seat(
    opportunity: Opportunity,
    *,
    application: Application | None = None,
    why: str = "by hand",
    places: int = 1,
) -> Opportunity:
    """Count places as taken, all that are asked for or none, and write each down; the last one fills it.

    An application that came in time may win a place after the closing date too. Raises IllegalMove
    when it has ended or too few are left: one guarded update decides a race.
    """
    taking = [Lifecycle.OPEN] if application is None else [Lifecycle.OPEN, Lifecycle.CLOSED]
    taken = OpportunityState.objects.filter(
        pk=opportunity.pk, lifecycle__in=taking, seats_taken__lte=F("seats_cap") - places
    ).update(seats_taken=F("seats_taken") + places)
    opportunity.state.refresh_from_db()
    if not taken:
        raise IllegalMove(
            opportunity.state.lifecycle, "taken", "The last place has just gone, or this has ended."
        )
    for _ in range(places):
        _write_down(opportunity, +1, application=application, why=why)
    record("opportunities.seat_taken", by=None, about=opportunity)
    full = opportunity.state.seats_taken >= opportunity.state.seats_cap
    if full and opportunity.state.lifecycle == Lifecycle.OPEN:
        mark_filled(opportunity, by=None)
    return opportunity


@transaction.atomic
def free_seat(
    opportunity: Opportunity, *, application: Application | None = None, why: str = "by hand"
) -> Opportunity:
    """Give one place back; what was filled opens again. Without a place taken nothing happens."""
    freed = OpportunityState.objects.filter(pk=opportunity.pk, seats_taken__gt=0).update(
        seats_taken=F("seats_taken") - 1
    )
    opportunity.state.refresh_from_db()
    if not freed:
        return opportunity
    _write_down(opportunity, -1, application=application, why=why)
    record("opportunities.seat_freed", by=None, about=opportunity)
    if opportunity.state.lifecycle == Lifecycle.FILLED:
        move(opportunity.state, Lifecycle.OPEN, moves=LIFECYCLE_MOVES, field="lifecycle")
        if opportunity.live:
            opportunity_published.send(type(opportunity), opportunity_id=opportunity.pk)
    return opportunity


def _write_down(
    opportunity: Opportunity, change: int, *, application: Application | None, why: str
) -> None:
    SeatEntry.objects.create(
        opportunity_id=opportunity.pk, application=application, change=change, why=why
    )


def close_ended(*, today: datetime.date | None = None) -> int:
    """Close whatever is past its closing or end date; returns how many. Each in its own transaction."""
    today = today or timezone.localdate()
    past = (
        Opportunity.objects.filter(live=True, state__lifecycle__in=["open", "filled"])
        .filter(
            Q(closes__lt=today)
            | Q(ends__lt=today)
            | Q(tentative=True, placement__decide_by__lt=today - UNSURE_FOR)
        )
        .select_related("state", "organisation")
    )
    closed = 0
    for opportunity in past.order_by("pk")[:500]:
        try:
            close(opportunity, by=None)
        except IllegalMove:
            continue
        closed += 1
    return closed


@transaction.atomic
def accept_supervision(placement: Placement, *, by: User) -> Placement:
    """Say yes to looking after whoever comes. Raises PermissionDenied for anybody but the one named."""
    demand(policies.may_accept_supervision(by, placement))
    accepted = OpportunityState.objects.filter(
        pk=placement.pk, supervisor=by, supervisor_accepted_at__isnull=True
    ).update(supervisor_accepted_at=timezone.now())
    if accepted:
        record("opportunities.supervision_accepted", by=by, about=placement)
        _tell_author_about_supervisor(placement, "has accepted")
    placement.state.refresh_from_db()
    return placement


@transaction.atomic
def decline_supervision(placement: Placement, *, by: User) -> Placement:
    """Say no; the author names somebody else. Raises PermissionDenied for anybody but the one named."""
    demand(policies.may_accept_supervision(by, placement))
    declined = OpportunityState.objects.filter(pk=placement.pk, supervisor=by).update(
        supervisor=None, supervisor_accepted_at=None
    )
    if declined:
        speakers_changed.send(Placement, opportunity_id=placement.pk)
        record("opportunities.supervision_declined", by=by, about=placement)
        _tell_author_about_supervisor(placement, "cannot do it, so somebody else has to be named")
    placement.state.refresh_from_db()
    return placement


def _tell_author_about_supervisor(placement: Placement, what: str) -> None:
    state = OpportunityState.objects.select_related("submitted_by").get(pk=placement.pk)
    notify(
        "opportunities_supervisor_answered",
        to=state.submitted_by,
        key=f"{placement.pk}:{timezone.now():%Y%m%d%H%M%S}",
        title=placement.title,
        path=placement.get_absolute_url(),
        what=what,
    )
