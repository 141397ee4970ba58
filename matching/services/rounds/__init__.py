"""What can happen in a placement round: planned, joined, ranked, tiered, settled, published, cleared."""

from .by_hand import confirm_by_hand, enter_by_hand, refuse_by_hand, take_back_by_hand
from .conflicts import decide_conflict, find_conflicts
from .ending import end_place
from .glass import break_round_glass, mend_round_glass
from .joining import change_place, join_round, leave_round, set_quota
from .limits import set_limits, supervisors_of
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
from .taking_back import WORK as taking_back_work
from .taking_back import (
    ask_to_take_back,
    carry_out_taking_back,
    confirm_taking_back,
    refuse_taking_back,
)
from .teams import answer_team, ask_into_team, leave_team, team_of
from .tiering import save_tiers

__all__ = [
    "Refused",
    "StaleList",
    "advance_round",
    "answer_swap",
    "answer_team",
    "application_over",
    "ask_into_team",
    "ask_to_take_back",
    "break_round_glass",
    "cancel_round",
    "carry_out_publication",
    "carry_out_taking_back",
    "change_place",
    "change_round",
    "compute",
    "confirm_by_hand",
    "confirm_taking_back",
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
    "leave_team",
    "mend_round_glass",
    "move_phase",
    "open_round",
    "propose_swap",
    "publish",
    "publishing_work",
    "refill_round",
    "refilling_work",
    "refuse_by_hand",
    "refuse_taking_back",
    "rest_rounds",
    "run_round_clock",
    "save_ranking",
    "save_tiers",
    "set_limits",
    "set_quota",
    "settling_work",
    "start_run",
    "stop_run",
    "store",
    "supervisors_of",
    "take_back_by_hand",
    "take_back_swap",
    "taking_back_work",
    "team_of",
    "wake_rounds",
    "what_stops",
]
