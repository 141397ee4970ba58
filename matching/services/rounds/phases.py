"""Phases open and close by themselves; a custodian moves the end of one that has not closed."""

import datetime

from profiles.models import User

from ...models import Round, RoundPhase


def move_phase(
    round_: Round,
    kind: str,
    *,
    by: User,
    closes: datetime.datetime,
    reason: str,
    carry: bool = False,
) -> RoundPhase:
    """Let a phase that has not closed end earlier or later; everyone is told, with the reason.

    ``carry`` moves all later phases by as much. Raises PermissionDenied, Refused for a time that is past
    or would leave the next phase none, IllegalMove for a phase that has closed.
    """
    raise NotImplementedError


def advance_round(round_: Round, *, now: datetime.datetime) -> Round:
    """Close and open whatever is due in one round."""
    raise NotImplementedError


def run_round_clock(*, now: datetime.datetime | None = None) -> dict[str, int]:
    """The clock: phases, reminders, what is late."""
    raise NotImplementedError
