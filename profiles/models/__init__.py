"""People, organisations, what they offer, and who may see what."""

from .disclosures import Disclosure
from .offers import Offer, OfferSkill, OfferState
from .organisations import Membership, Organisation, OrganisationState
from .people import AccessNeeds, HeldSkill, Person, Reach, WantedSkill
from .users import User

__all__ = [
    "AccessNeeds",
    "Disclosure",
    "HeldSkill",
    "Membership",
    "Offer",
    "OfferSkill",
    "OfferState",
    "Organisation",
    "OrganisationState",
    "Person",
    "Reach",
    "User",
    "WantedSkill",
]
