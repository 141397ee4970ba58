"""What of profiles moves on by the length of a sleep of the Forum (:mod:`common.hibernation`).

An entry about somebody met is not among it: until when it is kept was promised to them.
"""

import datetime

from django.db.models import F
from django.utils import timezone

from common.hibernation import on_waking, push

from .choices import InvitationState, JoinState
from .models import Invitation, JoinRequest, OfferState

STANDING = ("open", "paused", "full")


@on_waking("profiles.offers")
def offers(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """Until when an offer is shown, unless that is its own last day."""
    rows = OfferState.objects.filter(
        lifecycle__in=STANDING, expires_on__gte=timezone.localdate(since)
    ).exclude(expires_on=F("offer__ends"))
    return push(rows, "expires_on", datetime.timedelta(days=days))


@on_waking("profiles.invitations")
def invitations(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """Until when invitations are answered."""
    rows = Invitation.objects.filter(state=InvitationState.WAITING, expires_at__gte=since)
    return push(rows, "expires_at", length)


@on_waking("profiles.join_requests")
def requests_to_join(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """Until when leads answer who asks to join."""
    rows = JoinRequest.objects.filter(state=JoinState.WAITING, expires_at__gte=since)
    return push(rows, "expires_at", length)
