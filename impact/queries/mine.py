"""Outcomes and questions that are somebody's business."""

from typing import Any

from django.db.models import Q, QuerySet

from profiles.choices import Role

from ..models import Ask, Consent, Outcome


def outcomes_of(user: Any) -> QuerySet[Outcome]:
    """Written by them, or of what they or an organisation of theirs were in; the newest first."""
    mine = (
        Q(recorded_by=user)
        | Q(consents__user=user)
        | Q(consents__organisation__memberships__user=user)
    )
    return Outcome.objects.filter(mine).distinct().for_rows().order_by("-created", "-pk")


def asks_of(user: Any) -> QuerySet[Ask]:
    """What they are asked and have not answered."""
    return (
        Ask.objects.open()
        .filter(user=user)
        .select_related(
            "introduction__opportunity",
            "placement__opportunity",
            "application__opportunity",
            "event",
        )
        .order_by("due", "pk")
    )


def consents_waiting_for(user: Any) -> QuerySet[Consent]:
    """Consents that are theirs to give, of outcomes that were sent in."""
    leads = Q(
        organisation__memberships__user=user,
        organisation__memberships__role=Role.LEAD,
    )
    rows = Consent.objects.filter(leads | Q(user=user), may_publish=None, outcome__state="waiting")
    return rows.select_related("outcome").order_by("pk")
