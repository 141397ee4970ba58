"""What can happen to an opportunity: drafted, decided, published, filled, closed, imported."""

from common.stale import StaleEdit

from .copying import post_again
from .drafting import save_challenge, save_job, save_placement, set_supervisor
from .handover import hand_over
from .importing import Imported, RowError, import_rows
from .lifecycle import (
    accept_supervision,
    cancel,
    close,
    close_ended,
    decline_supervision,
    free_seat,
    mark_filled,
    take_seat,
    taken_down,
    went_live,
)
from .moderation import approve, reject, request_changes, tell_custodians, tell_decision
from .submitting import (
    Untidy,
    submission_gaps,
    submit_challenge,
    submit_job,
    submit_placement,
    withdraw,
)

__all__ = [
    "Imported",
    "RowError",
    "StaleEdit",
    "Untidy",
    "accept_supervision",
    "approve",
    "cancel",
    "close",
    "close_ended",
    "decline_supervision",
    "free_seat",
    "hand_over",
    "import_rows",
    "mark_filled",
    "post_again",
    "reject",
    "request_changes",
    "save_challenge",
    "save_job",
    "save_placement",
    "set_supervisor",
    "submission_gaps",
    "submit_challenge",
    "submit_job",
    "submit_placement",
    "take_seat",
    "taken_down",
    "tell_custodians",
    "tell_decision",
    "went_live",
    "withdraw",
]
