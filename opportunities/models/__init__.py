"""The app's tables. Opportunities are Wagtail's to moderate; applications never meet it."""

from .applications import (
    Application,
    ApplicationAnswer,
    ApplicationForm,
    Decision,
    Review,
    SeatEntry,
)
from .corrections import Correction
from .finding import ListChange, SavedSearch
from .interest import Interested
from .opportunities import (
    Challenge,
    Job,
    NotReady,
    Opportunity,
    Placement,
    Requirement,
)
from .partners import Partnership
from .placements import (
    Agreement,
    AgreementParty,
    FeedbackRequest,
    PlacementRecord,
    UniversityContact,
)
from .scoping import Scoping, ScopingComment
from .state import OpportunityState
from .teams import TeamMember
from .wages import MinimumRate

__all__ = [
    "Agreement",
    "AgreementParty",
    "Application",
    "ApplicationAnswer",
    "ApplicationForm",
    "Challenge",
    "Correction",
    "Decision",
    "FeedbackRequest",
    "Interested",
    "Job",
    "ListChange",
    "MinimumRate",
    "NotReady",
    "Opportunity",
    "OpportunityState",
    "Partnership",
    "Placement",
    "PlacementRecord",
    "Requirement",
    "Review",
    "SavedSearch",
    "Scoping",
    "ScopingComment",
    "SeatEntry",
    "TeamMember",
    "UniversityContact",
]
