"""What can happen to an opportunity: drafted, decided, published, filled, closed, imported."""

from common.stale import StaleEdit

from .applying import (
    CannotApply,
    accept_offer,
    refuse_offer,
    save_answers,
    send_application,
    start_application,
    withdraw_application,
)
from .copying import post_again
from .drafting import save_challenge, save_job, save_placement, set_supervisor
from .extending import extend
from .firming import make_firm, remind_unsure
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
from .moving import advance
from .partners import (
    accept_partner,
    add_data,
    ask_to_cosponsor,
    ask_to_share,
    decline_partner,
    end_partnership,
)
from .searches import CannotSave, delete_search, save_search, send_alerts, set_alerts
from .seats import give_back, take_place
from .sharing import name_to_host
from .submitting import (
    Untidy,
    submission_gaps,
    submit_challenge,
    submit_job,
    submit_placement,
    withdraw,
)

__all__ = [
    "CannotApply",
    "CannotSave",
    "Imported",
    "RowError",
    "StaleEdit",
    "Untidy",
    "accept_offer",
    "accept_partner",
    "accept_supervision",
    "add_data",
    "advance",
    "approve",
    "ask_to_cosponsor",
    "ask_to_share",
    "cancel",
    "close",
    "close_ended",
    "decline_partner",
    "decline_supervision",
    "delete_search",
    "end_partnership",
    "extend",
    "free_seat",
    "give_back",
    "hand_over",
    "import_rows",
    "make_firm",
    "mark_filled",
    "name_to_host",
    "post_again",
    "refuse_offer",
    "reject",
    "remind_unsure",
    "request_changes",
    "save_answers",
    "save_challenge",
    "save_job",
    "save_placement",
    "save_search",
    "send_alerts",
    "send_application",
    "set_alerts",
    "set_supervisor",
    "start_application",
    "submission_gaps",
    "submit_challenge",
    "submit_job",
    "submit_placement",
    "take_place",
    "take_seat",
    "taken_down",
    "tell_custodians",
    "tell_decision",
    "went_live",
    "withdraw",
    "withdraw_application",
]
