"""What can happen to people, organisations and offers: one verb, one transaction, one function."""

from .disclosures import disclose, end_disclosures
from .offers import (
    close_offer,
    free_place,
    offer_taken_down,
    offer_went_live,
    save_offer_draft,
    submit_offer,
    take_place,
)
from .organisations import (
    add_member,
    register_organisation,
    update_organisation,
    verify_organisation,
)
from .people import make_person, set_skills, set_visibility, update_person
from .telling import tell_custodians, tell_decision

__all__ = [
    "add_member",
    "close_offer",
    "disclose",
    "end_disclosures",
    "free_place",
    "make_person",
    "offer_taken_down",
    "offer_went_live",
    "register_organisation",
    "save_offer_draft",
    "set_skills",
    "set_visibility",
    "submit_offer",
    "take_place",
    "tell_custodians",
    "tell_decision",
    "update_organisation",
    "update_person",
    "verify_organisation",
]
