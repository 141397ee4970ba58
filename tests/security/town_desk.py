"""What the town's desk holds: a draft of the newsletter, an offer to host, a call for a host."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from community.models import HostCall, HostOffer
from desk.models import Newsletter


def lay_desk(town: SimpleNamespace) -> None:
    """Each waits for a custodian; the offer is of others."""
    today = timezone.localdate()
    town.letter = Newsletter.objects.create(
        title="Spring news",
        body="It is spring.",
        since=today - datetime.timedelta(days=60),
        until=today - datetime.timedelta(days=30),
    )
    town.host_call = HostCall.objects.create(
        title="Data camp",
        what="A day.",
        criteria="Near a station.",
        closes_on=today + datetime.timedelta(days=30),
    )
    town.their_host_offer = HostOffer.objects.create(
        organisation=town.theirs,
        dates="Tuesdays",
        room="The Hall",
        address="1 River Street",
        capacity=30,
        access="Step-free.",
        offered_by=None,
    )
