"""Runs of a round: asked for by a custodian or the clock, done by the worker, kept as scenarios."""

from collections.abc import Mapping

from profiles.models import User

from ...models import Round, RoundRun


def start_run(
    round_: Round,
    *,
    by: User | None,
    kind: str = "main",
    name: str = "",
    ties: str = "",
    goal: str = "",
    extra_seats: Mapping[int, int] | None = None,
) -> RoundRun:
    """Ask the worker to settle the round; the row shows how far it is. One is live at a time: that is
    returned when there is one. A *scenario* may change rules and seats (ids of places -> seats more);
    *advice* asks for the one seat that helps most; *clearing* settles what is left. Raises Http404,
    IllegalMove outside of its time, Refused.
    """
    raise NotImplementedError


def stop_run(run: RoundRun, *, by: User) -> RoundRun:
    """Stop a live run; nothing of it is kept. Raises Http404. One that is done stays done."""
    raise NotImplementedError


def keep_run(run: RoundRun, *, by: User, name: str) -> RoundRun:
    """Keep a run as a scenario with a name, to compare it with others."""
    raise NotImplementedError


def drop_run(run: RoundRun, *, by: User) -> None:
    """Forget a run that nothing was published from. Raises IllegalMove for one that was, or is live."""
    raise NotImplementedError
