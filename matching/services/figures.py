"""A run over everything with its figures: how even it was, and how good for both sides."""

from ..choices import RunState
from ..models import MatchRun
from .scoring import Progress, begin_all, run_all


def start_whole(*, trigger: str) -> MatchRun:
    """Score everything as :func:`run_whole`, or leave chunks of it to whichever workers are free.

    What was cut into chunks is measured when it is complete.
    """
    run = begin_all(trigger=trigger)
    return keep_figures(run) if run.state == RunState.DONE else run


def run_whole(*, trigger: str, progress: Progress | None = None) -> MatchRun:
    """Score everything, then measure it: for the nightly run and for one on demand.

    Raises as :func:`matching.services.scoring.run_all`.
    """
    run = run_all(trigger=trigger, progress=progress)
    return run if run.figures else keep_figures(run)


def keep_figures(run: MatchRun) -> MatchRun:
    """Keep the measures of a run on its row: counts and shares, no ids."""
    from ..measuring import measure

    run.figures = measure(run).as_dict()
    run.save(update_fields=["figures"])
    return run
