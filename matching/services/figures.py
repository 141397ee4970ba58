"""A run over everything with its figures: how even it was, and how good for both sides."""

from ..models import MatchRun
from .scoring import Progress, run_all


def run_whole(*, trigger: str, progress: Progress | None = None) -> MatchRun:
    """Score everything, then measure it: for the nightly run and for one on demand.

    Raises as :func:`matching.services.scoring.run_all`.
    """
    return keep_figures(run_all(trigger=trigger, progress=progress))


def keep_figures(run: MatchRun) -> MatchRun:
    """Keep the measures of a run on its row: counts and shares, no ids."""
    from ..measuring import measure

    run.figures = measure(run).as_dict()
    run.save(update_fields=["figures"])
    return run
