"""What people type: introductions, and placement rounds (``rounds`` and ``desk_rounds``)."""

from .introductions import AskForm, DeclineForm, StopForm

__all__ = ["AskForm", "DeclineForm", "StopForm"]
