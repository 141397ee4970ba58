"""What organisations could give each other now: their open offers beside others' open challenges."""

from opportunities.choices import Kind
from opportunities.models import Opportunity
from profiles.models import Offer
from profiles.policies import offer_is_for

from .choices import LIVE_STATES
from .models import Introduction, Match


def fitting() -> list[Match]:
    """Current matches between the open offers and the open challenges of two organisations."""
    live = Introduction.objects.filter(state__in=LIVE_STATES, offer__isnull=False)
    meeting = set(live.values_list("offer_id", "opportunity_id"))
    rows = (
        Match.objects.filter(
            is_current=True,
            joint__gt=0,
            offer__in=Offer.objects.open().filter(organisation__isnull=False),
            opportunity__in=Opportunity.objects.open().filter(kind=Kind.CHALLENGE),
        )
        .select_related(
            "offer__organisation", "offer__state", "opportunity__organisation", "opportunity__state"
        )
        .defer("reasons", "missing")
        .order_by("-joint", "pk")
    )
    return [
        row
        for row in rows
        if row.offer is not None
        and row.offer.organisation_id != row.opportunity.organisation_id
        and (row.offer_id, row.opportunity_id) not in meeting
        and offer_is_for(row.offer, row.opportunity.organisation)
    ]


def is_gift(offer: Offer) -> bool:
    """Whether it asks for nothing in return, so that a chain may start with it."""
    return not offer.asks and not offer.in_return.strip()
