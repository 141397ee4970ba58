"""Versions of the weights and drafts, for the room and the public page."""

from django.db.models import QuerySet

from ..choices import TrialState
from ..models import WeightSet, WeightTrial

OPEN = (TrialState.DRAFT, TrialState.COMPARING, TrialState.COMPARED)
MOST = 20


def versions() -> list[WeightSet]:
    """Every version that ever counted, the latest first."""
    return list(WeightSet.objects.order_by("-version")[:MOST])


def open_trials() -> QuerySet[WeightTrial]:
    """Drafts that may still become something, the latest first."""
    return WeightTrial.objects.filter(state__in=OPEN).select_related("made_by", "based_on")


def switches() -> list[WeightTrial]:
    """When which version began to count, and why, the latest first."""
    rows = WeightTrial.objects.filter(state=TrialState.SWITCHED)
    return list(rows.select_related("becomes").order_by("-switched_at", "-pk")[:MOST])
