"""What a user, or those they answer for, put aside."""

from django.db.models import Q, QuerySet

from ..choices import Side
from ..models import Aside


def asides_of(user) -> QuerySet[Aside]:
    """Own ones, and those of offers and organisations that the user leads, the latest first."""
    lead = {"organisation__memberships__user": user, "organisation__memberships__role": "lead"}
    offer = Q(offer__organisation__isnull=True, offer__state__owner=user) | Q(
        **{f"offer__{name}": value for name, value in lead.items()}
    )
    supply = Q(side=Side.SUPPLY) & (Q(person__user=user) | offer)
    need = Q(side=Side.NEED) & Q(**{f"opportunity__{name}": value for name, value in lead.items()})
    return (
        Aside.objects.filter(supply | need)
        .distinct()
        .select_related(
            "opportunity__organisation",
            "opportunity__state",
            "person__district",
            "person__user",
            "offer__organisation",
            "offer__state",
        )
        .order_by("-at", "-pk")
    )
