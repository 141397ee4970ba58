"""Runs as pages show them."""

from django.db.models import Exists, OuterRef

from common.models import Work
from opportunities.models import Opportunity

from ..choices import EVERYTHING, RunState
from ..models import MatchRun, RunChunk


def last_full_run() -> MatchRun | None:
    """The last run over everything, whatever became of it, and whether it was cut into chunks."""
    cut = Exists(RunChunk.objects.filter(run=OuterRef("pk")))
    rows = MatchRun.objects.filter(scope=EVERYTHING).annotate(in_chunks=cut)
    return rows.defer("facts").order_by("-started").first()


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


def last_full_runs(most: int = 10) -> list[MatchRun]:
    """The last runs over everything, with the weights that they used."""
    rows = MatchRun.objects.filter(scope=EVERYTHING).defer("facts", "figures")
    return list(rows.select_related("weights")[:most])


def measured_run() -> MatchRun | None:
    """The last finished run over everything that was measured."""
    rows = MatchRun.objects.filter(scope=EVERYTHING, state=RunState.DONE).exclude(figures={})
    return rows.select_related("weights").defer("facts").order_by("-finished", "-pk").first()


def run_waits() -> bool:
    """Whether a run over everything was asked for and has not finished."""
    return Work.objects.unfinished().filter(kind="matching.run_all").exists()
