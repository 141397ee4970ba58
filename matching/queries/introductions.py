"""Introductions, with all that lists and policies ask of them."""

from django.db.models import Q, QuerySet

from opportunities.queries.partners import shown_partners

from ..models import Introduction


def introductions_of(user) -> QuerySet[Introduction]:
    """The introductions that a user is a side of, newest first, with all that a list shows."""
    lead = {"memberships__user": user, "memberships__role": "lead"}
    need = Q(**{f"opportunity__organisation__{name}": value for name, value in lead.items()})
    assigned = Q(opportunity__organisation__memberships__user=user) & (
        Q(opportunity__state__submitted_by=user) | Q(opportunity__state__supervisor=user)
    )
    offer = (
        Q(**{f"offer__organisation__{name}": value for name, value in lead.items()})
        | Q(offer__organisation__isnull=True, offer__state__owner=user)
        | Q(offer__organisation__memberships__user=user, offer__state__submitted_by=user)
    )
    return for_lists(
        Introduction.objects.filter(need | assigned | offer | Q(person__user=user)).distinct()
    )


def for_lists(rows: QuerySet[Introduction]) -> QuerySet[Introduction]:
    """With what one line, the card of the other side, and the policies ask for."""
    return (
        rows.select_related(
            "opportunity__organisation",
            "opportunity__district",
            "opportunity__state",
            "person__district",
            "person__user",
            "offer__organisation",
            "offer__district",
            "offer__state__owner",
        )
        .prefetch_related(shown_partners("opportunity__"))
        .order_by("-created", "-pk")
    )


def one_introduction(pk: int) -> Introduction | None:
    """One introduction with its two sides and the match it came from: one query."""
    rows = for_lists(Introduction.objects.filter(pk=pk))
    return rows.select_related("match__priority", "person__hidden", "broker").first()
