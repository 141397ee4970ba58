"""What an offer could be used for, as its givers read it; and which of one's own needs it fits."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from opportunities.models import Opportunity
from profiles.models import Offer

from ..choices import LIVE_STATES
from ..models import Introduction, Match, NearMiss
from ..policies import is_broker
from ..words.weights import GATE_WORDS
from .runs import last_full_run
from .speaking import opportunities_spoken_for
from .suggestions import Suggestion, suggestions_for_offers

MOST = 20


@dataclass(frozen=True)
class OfferFits:
    """Who could use an offer and why, and what keeps the nearest out."""

    suggestions: list[Suggestion]
    near: list[dict[str, Any]]
    run: Any


def fits_of(offer: Offer, viewer: Any) -> OfferFits:
    """What ``viewer``, who was let in by the policy, reads: a constant number of queries."""
    [(_, suggestions)] = suggestions_for_offers([offer], viewer)
    misses = (
        NearMiss.objects.filter(
            offer=offer, opportunity__in=Opportunity.objects.open().values("pk")
        )
        .select_related("opportunity__organisation")
        .order_by("position", "pk")[:MOST]
    )
    near = [
        {
            "title": miss.opportunity.title,
            "url": miss.opportunity.get_absolute_url(),
            "text": f"{miss.opportunity.organisation.name}. One thing is in the way: "
            f"{gate[0].lower()}. {gate[1]}",
        }
        for miss in misses
        for gate in [GATE_WORDS.get(miss.gate, ("one rule", ""))]
    ]
    return OfferFits(suggestions, near, last_full_run())


def could_ask(offer: Offer, user: Any) -> list[Match]:
    """Current matches of an open offer about which ``user`` may ask: their own needs; a custodian, all.

    Those with an introduction that goes on come with it, as ``introduction_id``.
    """
    rows: QuerySet[Match] = Match.objects.filter(
        offer__in=Offer.objects.open().filter(pk=offer.pk),
        is_current=True,
        opportunity__in=Opportunity.objects.open().values("pk"),
    )
    if not is_broker(user):
        own = [one.pk for one in opportunities_spoken_for(user)]
        rows = rows.filter(opportunity__in=own)
    met = dict(
        Introduction.objects.filter(offer=offer, state__in=LIVE_STATES).values_list(
            "opportunity_id", "pk"
        )
    )
    found = list(
        rows.select_related(
            "opportunity__organisation", "opportunity__state", "offer__organisation", "offer__state"
        ).order_by("-joint", "pk")[:MOST]
    )
    for row in found:
        row.introduction_id = met.get(row.opportunity_id)  # type: ignore[attr-defined]
    return found
