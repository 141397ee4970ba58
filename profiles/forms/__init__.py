"""What people type about themselves, their organisation and what they give -> clean values."""

from .dates import DateField
from .files import WHAT as CV_FORMATS
from .files import CvField, CvForm
from .names import NameField
from .offers import OfferForm
from .organisations import OrganisationForm
from .people import (
    AboutForm,
    AccessForm,
    LinksForm,
    PurposeForm,
    StudyForm,
    VisibilityForm,
    WhenAndWhereForm,
)
from .privacy import AgreeForm, EraseForm
from .resume import ResumeForm, ReviewForm
from .skills import PersonSkillsForm, SkillLevelsForm

__all__ = [
    "CV_FORMATS",
    "AboutForm",
    "AccessForm",
    "AgreeForm",
    "CvField",
    "CvForm",
    "DateField",
    "EraseForm",
    "LinksForm",
    "NameField",
    "OfferForm",
    "OrganisationForm",
    "PersonSkillsForm",
    "PurposeForm",
    "ResumeForm",
    "ReviewForm",
    "SkillLevelsForm",
    "StudyForm",
    "VisibilityForm",
    "WhenAndWhereForm",
]
