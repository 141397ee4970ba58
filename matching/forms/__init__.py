"""What people type: introductions, and placement rounds (``rounds`` and ``desk_rounds``)."""

from .introductions import (
    AskForm,
    AskToUseForm,
    DeclineForm,
    LimitForm,
    MessageForm,
    NextForm,
    ReportForm,
    SettleForm,
    StopForm,
)

__all__ = [
    "AskForm",
    "AskToUseForm",
    "DeclineForm",
    "LimitForm",
    "MessageForm",
    "NextForm",
    "ReportForm",
    "SettleForm",
    "StopForm",
]
