"""Outcomes, who consents to what about them, and the questions that lead to them."""

from .asking import Ask
from .outcomes import Consent, Outcome

__all__ = ["Ask", "Consent", "Outcome"]
