"""People, organisations, what they offer, and who may see what."""

from .addresses import AddressQuestion
from .claims import Claimable, NotAgain
from .disclosures import Disclosure
from .files import Curriculum
from .joining import Invitation, JoinRequest, Rescue
from .offers import Offer, OfferSkill, OfferState
from .onboarding import KeptText, Onboarding
from .organisations import Membership, Organisation, OrganisationState
from .people import AccessNeeds, HeldSkill, Person, Reach, WantedSkill
from .privacy import Agreement, Copy
from .registers import RegisterEntry
from .relations import Interest, Relation
from .standing import BrokenGlass, ClosedAccount, HiddenProfile, LostStep, Report
from .users import CustodianSince, User

__all__ = [
    "AccessNeeds",
    "AddressQuestion",
    "Agreement",
    "BrokenGlass",
    "Claimable",
    "ClosedAccount",
    "Copy",
    "Curriculum",
    "CustodianSince",
    "Disclosure",
    "HeldSkill",
    "HiddenProfile",
    "Interest",
    "Invitation",
    "JoinRequest",
    "KeptText",
    "LostStep",
    "Membership",
    "NotAgain",
    "Offer",
    "OfferSkill",
    "OfferState",
    "Onboarding",
    "Organisation",
    "OrganisationState",
    "Person",
    "Reach",
    "RegisterEntry",
    "Relation",
    "Report",
    "Rescue",
    "User",
    "WantedSkill",
]
