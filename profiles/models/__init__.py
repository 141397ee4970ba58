"""People, organisations, what they offer, and who may see what."""

from .disclosures import Disclosure
from .offers import Offer, OfferSkill, OfferState
from .organisations import Membership, Organisation, OrganisationState
from .people import HeldSkill, Person, WantedSkill
from .users import User

__all__ = [
    "Disclosure",
    "HeldSkill",
    "Membership",
    "Offer",
    "OfferSkill",
    "OfferState",
    "Organisation",
    "OrganisationState",
    "Person",
    "User",
    "WantedSkill",
]
