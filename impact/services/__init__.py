"""What can happen to outcomes: one verb, one transaction, one function."""

from .answering import answer_later, nothing_came
from .asking import ask_due, begin_asking, begin_missing, give_up, remind_due
from .consenting import consent
from .recording import change_outcome, record_outcome, send_in
from .verifying import hand_back, verify

__all__ = [
    "answer_later",
    "ask_due",
    "begin_asking",
    "begin_missing",
    "change_outcome",
    "consent",
    "give_up",
    "hand_back",
    "nothing_came",
    "record_outcome",
    "remind_due",
    "send_in",
    "verify",
]
