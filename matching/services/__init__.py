"""What can happen in matching: one verb, one transaction, one function.

Scoring needs numpy, which takes a moment to load, so the engine is imported inside the functions
that use it.
"""

from .clocks import expire_due, remind_due
from .closing import close_for_offer, close_for_opportunity, close_for_person
from .explaining import NotMatched, explain
from .introductions import accept, advance, decline, propose
from .leaving import end_for_erasure
from .limits import TooManyAsked
from .replaying import replay
from .rescoring import score_offer, score_opportunity, score_person
from .scoring import JudgeDisagrees, RunUnderWay, forget_old, run_all
from .sides import realign
from .silence import ask_silent, end_silent
from .stopping import stop
from .telling import tell_about

__all__ = [
    "JudgeDisagrees",
    "NotMatched",
    "RunUnderWay",
    "TooManyAsked",
    "accept",
    "advance",
    "ask_silent",
    "close_for_offer",
    "close_for_opportunity",
    "close_for_person",
    "decline",
    "end_for_erasure",
    "end_silent",
    "expire_due",
    "explain",
    "forget_old",
    "propose",
    "realign",
    "remind_due",
    "replay",
    "run_all",
    "score_offer",
    "score_opportunity",
    "score_person",
    "stop",
    "tell_about",
]
