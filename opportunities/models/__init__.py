"""The app's tables. Opportunities are Wagtail's to moderate; applications never meet it."""

from .opportunities import (
    Challenge,
    Job,
    NotReady,
    Opportunity,
    OpportunityState,
    Placement,
    Requirement,
)

__all__ = [
    "Challenge",
    "Job",
    "NotReady",
    "Opportunity",
    "OpportunityState",
    "Placement",
    "Requirement",
]
