"""What people type about themselves, their organisation and what they give -> clean values."""

from .dates import DateField
from .offers import OfferForm
from .organisations import OrganisationForm
from .people import AboutForm, VisibilityForm, WhenAndWhereForm
from .skills import SkillLevelsForm

__all__ = [
    "AboutForm",
    "DateField",
    "OfferForm",
    "OrganisationForm",
    "SkillLevelsForm",
    "VisibilityForm",
    "WhenAndWhereForm",
]
