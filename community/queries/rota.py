"""Who hosted when, and whose turn it is."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from profiles.models import Organisation

from ..choices.hosting import HostOfferState
from ..models import HostCall, HostOffer, Meeting

PAST, TURNS = 12, 10


def hosted() -> QuerySet[Meeting]:
    """Meetings with a host that everybody may know of, the newest first."""
    return (
        Meeting.objects.public()
        .taking_place()
        .filter(host__in=Organisation.objects.public())
        .select_related("host")
        .order_by("-starts", "-pk")
    )


def turns() -> QuerySet[Organisation]:
    """Partners by how long ago they hosted: those who offered and never did come first.

    A partner is who hosted before, or has an offer that waits. Ones that host a meeting ahead come last.
    """
    waits = Q(host_offers__state=HostOfferState.OFFERED, host_offers__call__isnull=True)
    held = Q(meetings_hosted__called_off_at__isnull=True)
    rows: Any = Organisation.objects.public().annotate(
        last_hosted=Max("meetings_hosted__starts", filter=held),
        offered=Max("host_offers__offered_at", filter=waits),
    )
    partners = rows.filter(Q(last_hosted__isnull=False) | Q(offered__isnull=False))
    return partners.order_by(F("last_hosted").asc(nulls_first=True), "offered", "name")


@dataclass(frozen=True)
class Turn:
    """A partner in the rota: when it hosted last, and whether it offers now."""

    organisation: Organisation
    offers: bool
    is_ahead: bool


def rota() -> list[Turn]:
    """The first partners whose turn it is. One query."""
    now = timezone.now()
    return [
        Turn(row, row.offered is not None, bool(row.last_hosted and row.last_hosted > now))
        for row in turns()[:TURNS]
    ]


def waiting_offers() -> QuerySet[HostOffer]:
    """Offers that wait for a custodian, the oldest first."""
    rows = HostOffer.objects.filter(state=HostOfferState.OFFERED)
    return rows.select_related("organisation", "call")


def open_calls() -> QuerySet[HostCall]:
    """Calls that take offers now, the one that closes first on top."""
    return HostCall.objects.filter(decided_at__isnull=True, closes_on__gte=timezone.localdate())


def decided_calls() -> QuerySet[HostCall]:
    """Calls that were decided, the newest first, each with who hosts."""
    return HostCall.objects.exclude(decided_at=None).order_by("-decided_at", "-pk")


def without_host() -> QuerySet[Meeting]:
    """Meetings ahead that nobody hosts yet."""
    ahead = Meeting.objects.filter(starts__gte=timezone.now(), host__isnull=True)
    return ahead.taking_place().order_by("starts", "pk")
