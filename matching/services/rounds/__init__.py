"""What can happen in a placement round: planned, joined, ranked, tiered, settled, published, cleared."""

from .by_hand import confirm_by_hand, enter_by_hand, refuse_by_hand, take_back_by_hand
from .conflicts import decide_conflict, find_conflicts
from .ending import end_place
from .joining import change_place, join_round, leave_round, set_quota
from .phases import END_PLACE as ending_work
from .phases import advance_round, move_phase, run_round_clock
from .planning import cancel_round, change_round, create_round, open_round
from .publishing import WORK as publishing_work
from .publishing import carry_out_publication, publish, what_stops
from .ranking import leave_as_applicant, save_ranking
from .refilling import WORK as refilling_work
from .refilling import application_over, refill_round
from .refusing import Refused, StaleList
from .resting import rest_rounds, wake_rounds
from .runs import WORK as settling_work
from .runs import drop_run, keep_run, start_run, stop_run
from .settling import compute, store
from .swapping import answer_swap, propose_swap, take_back_swap
from .tiering import save_tiers

__all__ = [
    "Refused",
    "StaleList",
    "advance_round",
    "answer_swap",
    "application_over",
    "cancel_round",
    "carry_out_publication",
    "change_place",
    "change_round",
    "compute",
    "confirm_by_hand",
    "create_round",
    "decide_conflict",
    "drop_run",
    "end_place",
    "ending_work",
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
    "publishing_work",
    "refill_round",
    "refilling_work",
    "refuse_by_hand",
    "rest_rounds",
    "run_round_clock",
    "save_ranking",
    "save_tiers",
    "set_quota",
    "settling_work",
    "start_run",
    "stop_run",
    "store",
    "take_back_by_hand",
    "take_back_swap",
    "wake_rounds",
    "what_stops",
]
