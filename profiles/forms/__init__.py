"""What people type about themselves, their organisation and what they give -> clean values."""

from .dates import DateField
from .names import NameField
from .offers import OfferForm
from .organisations import OrganisationForm
from .people import (
    AboutForm,
    AccessForm,
    LinksForm,
    StudyForm,
    VisibilityForm,
    WhenAndWhereForm,
)
from .skills import SkillLevelsForm

__all__ = [
    "AboutForm",
    "AccessForm",
    "DateField",
    "LinksForm",
    "NameField",
    "OfferForm",
    "OrganisationForm",
    "SkillLevelsForm",
    "StudyForm",
    "VisibilityForm",
    "WhenAndWhereForm",
]
