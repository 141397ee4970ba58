"""What can happen in matching: one verb, one transaction, one function.

Scoring needs numpy, which takes a moment to load, so the engine is imported inside the functions
that use it.
"""

from .appeals import TooManyAppeals, answer_appeal, appeal, appeal_absence, one_appeal, tell_appeal
from .asides import ReasonUnknown, bring_back, put_aside, reasons_for
from .brokering import BrokerFull, approve, carried, let_go, set_limit, set_next, take_over
from .chunks import (
    complete_run,
    compute_chunk,
    give_up_chunk,
    give_up_run,
    keep_chunk,
    whole_facts,
)
from .clocks import expire_due, remind_due
from .closing import close_for_offer, close_for_opportunity, close_for_person
from .comparing import titles_of
from .evidence import ask_for_evidence
from .explaining import NotMatched, explain, open_reasons
from .figures import keep_figures, run_whole, start_whole
from .introductions import accept, advance, ask_custodian, decline, propose
from .leaving import end_for_erasure
from .limits import TooManyAsked
from .replaying import replay
from .rescoring import score_offer, score_opportunity, score_person
from .scoring import JudgeDisagrees, RunUnderWay, forget_old, run_all
from .sides import realign
from .silence import ask_silent, end_silent
from .stopping import stop
from .telling import tell_about
from .threads import (
    TooManyWritten,
    block,
    delete_message,
    report_message,
    settle_report,
    unblock,
    write,
)
from .weighing import (
    WeightsRefused,
    ask_comparison,
    ask_run,
    change_draft,
    compare_trial,
    draft_weights,
    drop_draft,
    give_up_comparison,
    note_comparison,
    switch_weights,
)

__all__ = [
    "BrokerFull",
    "JudgeDisagrees",
    "NotMatched",
    "ReasonUnknown",
    "RunUnderWay",
    "TooManyAppeals",
    "TooManyAsked",
    "TooManyWritten",
    "WeightsRefused",
    "accept",
    "advance",
    "answer_appeal",
    "appeal",
    "appeal_absence",
    "approve",
    "ask_comparison",
    "ask_custodian",
    "ask_for_evidence",
    "ask_run",
    "ask_silent",
    "block",
    "bring_back",
    "carried",
    "change_draft",
    "close_for_offer",
    "close_for_opportunity",
    "close_for_person",
    "compare_trial",
    "complete_run",
    "compute_chunk",
    "decline",
    "delete_message",
    "draft_weights",
    "drop_draft",
    "end_for_erasure",
    "end_silent",
    "expire_due",
    "explain",
    "forget_old",
    "give_up_chunk",
    "give_up_comparison",
    "give_up_run",
    "keep_chunk",
    "keep_figures",
    "let_go",
    "note_comparison",
    "one_appeal",
    "open_reasons",
    "propose",
    "put_aside",
    "realign",
    "reasons_for",
    "remind_due",
    "replay",
    "report_message",
    "run_all",
    "run_whole",
    "score_offer",
    "score_opportunity",
    "score_person",
    "set_limit",
    "set_next",
    "settle_report",
    "start_whole",
    "stop",
    "switch_weights",
    "take_over",
    "tell_about",
    "tell_appeal",
    "titles_of",
    "unblock",
    "whole_facts",
    "write",
]
