"""Calling for a host, offering to be one, taking it back, and deciding with a reason."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from common import hibernation, states
from common.activity import record
from common.delivery import notify
from common.policies import demand
from common.states import IllegalMove
from profiles.models import Organisation, User

from ..choices.hosting import HOST_OFFER_MOVES, HostOfferState
from ..models import HostCall, HostOffer, Meeting
from ..policies.hosting import (
    may_decide_host_offer,
    may_offer_to_host,
    may_withdraw_host_offer,
)
from ..policies.meetings import may_hold_meetings
from .meetings import change_meeting

TOGETHER = (
    "Another organisation hosts this one. Your offer was read, and the next time is yours to try."
)


class OfferedAlready(ValueError):
    """An organisation has one offer at a time for each call, and one for the meetings."""


class DayPassed(ValueError):
    """A last day that is not ahead."""

    field = "closes_on"


@transaction.atomic
def make_call(
    *, by: User, title: str, what: str, criteria: str, closes_on: datetime.date
) -> HostCall:
    """Ask in public who would host something. Raises PermissionDenied unless ``by`` is a custodian."""
    demand(may_hold_meetings(by))
    if closes_on <= timezone.localdate():
        raise DayPassed("Choose a day from tomorrow on, so that people have time.")
    made = HostCall.objects.create(
        title=title, what=what, criteria=criteria, closes_on=closes_on, made_by=by
    )
    record("community.host_call_made", by=by, about=made, closes=closes_on)
    return made


@transaction.atomic
def offer_to_host(
    organisation: Organisation, *, by: User, call: HostCall | None = None, **fields: Any
) -> HostOffer:
    """Offer a room for the meetings, or for what a call is about.

    Raises Http404 unless ``by`` leads the organisation and it was checked, IllegalMove once the call is
    over, OfferedAlready, Asleep.
    """
    demand(may_offer_to_host(by, organisation), hidden=True)
    hibernation.demand_awake()
    if call is not None:
        call = HostCall.objects.select_for_update().get(pk=call.pk)
        if not call.takes_offers:
            raise IllegalMove("closed", "offered", "The day for offers has passed.")
    try:
        with transaction.atomic():
            made = HostOffer.objects.create(
                organisation=organisation, call=call, offered_by=by, **fields
            )
    except IntegrityError:
        raise OfferedAlready("Your offer is here already. Take it back to make another.") from None
    record("community.host_offered", by=by, about=made, organisation=organisation.pk)
    return made


@transaction.atomic
def withdraw_host_offer(offer: HostOffer, *, by: User) -> HostOffer:
    """Take it back while it waits. Raises Http404 for anybody but a lead, IllegalMove afterwards."""
    row = _held(offer)
    demand(may_withdraw_host_offer(by, row), hidden=True)
    states.move(row, HostOfferState.WITHDRAWN, moves=HOST_OFFER_MOVES)
    record("community.host_offer_withdrawn", by=by, about=row)
    return row


@transaction.atomic
def accept_host_offer(
    offer: HostOffer, *, by: User, meeting: Meeting | None = None, reason: str = ""
) -> HostOffer:
    """Say yes: for a meeting, which then has its host and place; or for a call, which is decided by it.

    Other offers for the same call are declined with the reason. Raises PermissionDenied unless ``by`` is a
    custodian without a part in it, IllegalMove when it was answered, ValueError without a meeting, without
    a reason where there is a call, or when the meeting has another host.
    """
    row = _held(offer)
    demand(may_decide_host_offer(by, row))
    if row.call is None:
        _host_meeting(row, meeting, by=by)
    else:
        if not reason.strip():
            raise ValueError("Say why, against the criteria: it stands beside the call.")
        HostCall.objects.filter(pk=row.call.pk).update(decided_at=timezone.now(), decision=reason)
    _decide(row, HostOfferState.ACCEPTED, by=by, reason=reason)
    if row.call is not None:
        others = HostOffer.objects.filter(call=row.call, state=HostOfferState.OFFERED)
        for other in others.select_related("organisation", "call").order_by("pk"):
            _decide(other, HostOfferState.DECLINED, by=by, reason=TOGETHER)
    return row


def _host_meeting(row: HostOffer, meeting: Meeting | None, *, by: User) -> None:
    if meeting is None:
        raise ValueError("Choose the meeting that they host.")
    if meeting.host_id not in (None, row.organisation_id):
        raise ValueError("This meeting has another host. Take that host away first.")
    change_meeting(
        meeting,
        by=by,
        host=row.organisation,
        place=row.room,
        address=row.address,
        ways=row.access[:1500],
    )
    row.meeting = meeting
    row.save(update_fields=["meeting"])


@transaction.atomic
def decline_host_offer(offer: HostOffer, *, by: User, reason: str) -> HostOffer:
    """Say no, with a reason that they read.

    Raises PermissionDenied unless ``by`` is a custodian without a part in it, IllegalMove when it was
    answered, ValueError without a reason.
    """
    row = _held(offer)
    demand(may_decide_host_offer(by, row))
    if not reason.strip():
        raise ValueError("Say why not: they read it.")
    _decide(row, HostOfferState.DECLINED, by=by, reason=reason)
    return row


def _held(offer: HostOffer) -> HostOffer:
    rows = HostOffer.objects.select_for_update(of=("self",)).select_related("organisation", "call")
    return rows.get(pk=offer.pk)


def _decide(row: HostOffer, to: str, *, by: User, reason: str) -> None:
    states.move(row, to, moves=HOST_OFFER_MOVES)
    row.reason, row.decided_by, row.decided_at = reason, by, timezone.now()
    row.save(update_fields=["reason", "decided_by", "decided_at"])
    record("community.host_offer_decided", by=by, about=row, to=str(to))
    about = row.call.title if row.call else row.meeting.title if row.meeting else "a meeting"
    leads = User.objects.filter(
        memberships__organisation=row.organisation, memberships__role="lead", is_active=True
    )
    for lead in leads.order_by("pk").distinct():
        notify(
            f"community_host_{to}",
            to=lead,
            key=f"host-offer:{row.pk}:{to}",
            organisation=row.organisation.name,
            about=about,
            reason=reason,
            day=timezone.localtime(row.meeting.starts).date() if row.meeting else None,
            link="/meetings/hosting/",
        )
