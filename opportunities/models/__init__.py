"""The app's tables. Opportunities are Wagtail's to moderate; applications never meet it."""

from .applications import (
    Application,
    ApplicationAnswer,
    ApplicationForm,
    Decision,
    Review,
    SeatEntry,
)
from .finding import ListChange, SavedSearch
from .opportunities import (
    Challenge,
    Job,
    NotReady,
    Opportunity,
    OpportunityState,
    Placement,
    Requirement,
)
from .partners import Partnership
from .scoping import Scoping, ScopingComment
from .wages import MinimumRate

__all__ = [
    "Application",
    "ApplicationAnswer",
    "ApplicationForm",
    "Challenge",
    "Decision",
    "Job",
    "ListChange",
    "MinimumRate",
    "NotReady",
    "Opportunity",
    "OpportunityState",
    "Partnership",
    "Placement",
    "Requirement",
    "Review",
    "SavedSearch",
    "Scoping",
    "ScopingComment",
    "SeatEntry",
]
