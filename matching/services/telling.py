"""Telling both sides about a newly published opportunity: each reader at most once about each."""

from common.delivery import notify
from opportunities.models import Opportunity
from profiles.models import Offer, Person

from .. import parties
from ..models import Match

MOST_PEOPLE = 10
"""Only the best fits hear of an opportunity, so that a mail from us means something."""


def tell_about(opportunity_id: int) -> None:
    """Tell the poster who could help, and those who fit best that there is something new.

    Doing it again writes no second mail. Runs inside the caller's transaction.
    """
    opportunity = (
        Opportunity.objects.open()
        .select_related("organisation", "state")
        .filter(pk=opportunity_id)
        .first()
    )
    if opportunity is None:
        return
    current = Match.objects.filter(opportunity=opportunity, is_current=True)
    people = list(
        current.filter(person__in=Person.objects.matchable())
        .select_related("person__user")
        .order_by("-joint", "pk")
    )
    offers = list(
        current.filter(offer__in=Offer.objects.open())
        .select_related("offer__organisation", "offer__state__owner")
        .order_by("-joint", "pk")
    )
    if not people and not offers:
        return
    key = f"opportunity:{opportunity.pk}"
    for user in parties.need_side(opportunity):
        notify(
            "matching_shortlist",
            to=user,
            key=key,
            title=opportunity.title,
            people=len(people),
            offers=len(offers),
            path=f"{opportunity.get_absolute_url()}matches/",
        )
    about = {
        "title": opportunity.title,
        "organisation": opportunity.hosts,
        "noun": opportunity.get_kind_display().lower(),
        "path": opportunity.get_absolute_url(),
    }
    for person in (match.person for match in people[:MOST_PEOPLE] if match.person):
        notify("matching_fits_person", to=person.user, key=key, **about)
    for offer in (match.offer for match in offers[:MOST_PEOPLE] if match.offer):
        for user in parties.offer_side(offer):
            notify("matching_fits_offer", to=user, key=key, offer_title=offer.title, **about)
