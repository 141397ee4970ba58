"""What is a user's business: the offers and opportunities that they speak for."""

from django.db.models import Q

from opportunities.models import Opportunity
from profiles.models import Offer


def offers_spoken_for(user) -> list[Offer]:
    """The open offers whose matches concern a user: their own, written by them, or that they lead."""
    return list(
        Offer.objects.open()
        .filter(
            Q(organisation__isnull=True, state__owner=user)
            | Q(organisation__memberships__user=user, organisation__memberships__role="lead")
            | Q(organisation__memberships__user=user, state__submitted_by=user)
        )
        .distinct()
        .select_related("organisation", "state")
        .order_by("title")
    )


def opportunities_spoken_for(user) -> list[Opportunity]:
    """The open opportunities whose shortlist is a user's business."""
    return list(
        Opportunity.objects.open()
        .filter(
            Q(organisation__memberships__user=user, organisation__memberships__role="lead")
            | Q(organisation__memberships__user=user, state__submitted_by=user)
            | Q(organisation__memberships__user=user, state__supervisor=user)
        )
        .distinct()
        .order_by("title")
    )
