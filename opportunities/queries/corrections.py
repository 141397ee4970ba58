"""Reads about states put right by hand: proposals, and applications as unnamed cards."""

from typing import Any

from django.db.models import QuerySet

from ..application_choices import ApplicationState
from ..correction_choices import CorrectionState
from ..models import Application, Correction
from .partners import shown_partners

DESK = "opportunities.corrections"
MOST = 20


def waiting(user: Any) -> QuerySet[Correction]:
    """What waits for a second custodian, of what the user has no tie to; their own among them."""
    return (
        Correction.objects.filter(
            state=CorrectionState.PROPOSED,
            application__in=Application.objects.outside_of(user).values("pk"),
        )
        .select_related("application__opportunity__organisation", "proposed_by")
        .prefetch_related(shown_partners("application__opportunity__"))
        .order_by("proposed_at", "pk")
    )


def released(user: Any) -> QuerySet[Application]:
    """Those whom nobody answered, the last on top."""
    rows = Application.objects.outside_of(user).filter(state=ApplicationState.RELEASED)
    return _named(rows).order_by("-decided_at", "-pk")[:MOST]


def late(user: Any) -> QuerySet[Application]:
    """Those who wait longer than was promised, the longest first."""
    rows = Application.objects.outside_of(user).late()
    return _named(rows).order_by("answer_by", "pk")[:MOST]


def _named(rows: QuerySet[Application]) -> QuerySet[Application]:
    return rows.select_related("opportunity__organisation").prefetch_related(
        shown_partners("opportunity__")
    )


def of(application: Application) -> list[Correction]:
    """The last ones of an application, newest first."""
    return list(application.corrections.select_related("proposed_by", "decided_by")[:MOST])
