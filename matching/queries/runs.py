"""Runs as pages show them."""

from opportunities.models import Opportunity

from ..choices import EVERYTHING, RunState
from ..models import MatchRun


def last_full_run() -> MatchRun | None:
    """The last run over everything, whatever became of it."""
    return MatchRun.objects.filter(scope=EVERYTHING).defer("facts").order_by("-started").first()


def last_run(opportunity: Opportunity) -> MatchRun | None:
    return (
        MatchRun.objects.filter(
            state=RunState.DONE, scope__in=[f"opportunity:{opportunity.pk}", EVERYTHING]
        )
        .select_related("weights")
        .defer("facts")
        .order_by("-finished", "-pk")
        .first()
    )
