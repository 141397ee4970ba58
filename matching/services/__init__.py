"""What can happen in matching: one verb, one transaction, one function.

Scoring needs numpy, which takes a moment to load, so the engine is imported inside the functions
that use it.
"""

from .brokering import BrokerFull, approve, carried, let_go, set_limit, set_next, take_over
from .clocks import expire_due, remind_due
from .closing import close_for_offer, close_for_opportunity, close_for_person
from .explaining import NotMatched, explain
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

__all__ = [
    "BrokerFull",
    "JudgeDisagrees",
    "NotMatched",
    "RunUnderWay",
    "TooManyAsked",
    "TooManyWritten",
    "accept",
    "advance",
    "approve",
    "ask_custodian",
    "ask_silent",
    "block",
    "carried",
    "close_for_offer",
    "close_for_opportunity",
    "close_for_person",
    "decline",
    "delete_message",
    "end_for_erasure",
    "end_silent",
    "expire_due",
    "explain",
    "forget_old",
    "let_go",
    "propose",
    "realign",
    "remind_due",
    "replay",
    "report_message",
    "run_all",
    "score_offer",
    "score_opportunity",
    "score_person",
    "set_limit",
    "set_next",
    "settle_report",
    "stop",
    "take_over",
    "tell_about",
    "unblock",
    "write",
]
