"""What can happen in a placement round: planned, joined, ranked, tiered, settled, published, cleared."""

from .by_hand import confirm_by_hand, enter_by_hand, refuse_by_hand, take_back_by_hand
from .conflicts import decide_conflict, find_conflicts
from .joining import change_place, join_round, leave_round, set_quota
from .phases import move_phase, run_round_clock
from .planning import cancel_round, change_round, create_round, open_round
from .publishing import publish
from .ranking import leave_as_applicant, save_ranking
from .refusing import Refused, StaleList
from .runs import drop_run, keep_run, start_run, stop_run
from .swapping import answer_swap, propose_swap, take_back_swap
from .tiering import save_tiers

__all__ = [
    "Refused",
    "StaleList",
    "answer_swap",
    "cancel_round",
    "change_place",
    "change_round",
    "confirm_by_hand",
    "create_round",
    "decide_conflict",
    "drop_run",
    "enter_by_hand",
    "find_conflicts",
    "join_round",
    "keep_run",
    "leave_as_applicant",
    "leave_round",
    "move_phase",
    "open_round",
    "propose_swap",
    "publish",
    "refuse_by_hand",
    "run_round_clock",
    "save_ranking",
    "save_tiers",
    "set_quota",
    "start_run",
    "stop_run",
    "take_back_by_hand",
    "take_back_swap",
]
