"""What can happen to people, organisations and offers: one verb, one transaction, one function."""

from .affiliations import CannotConfirm, ask_confirmation, confirm_affiliation, set_affiliation
from .disclosures import disclose, end_disclosures, note_look
from .faces import remove_logo, set_aims, set_logo
from .files import put_removal, remove_cv, remove_file, set_cv, sweep_vault
from .offers import (
    close_offer,
    free_place,
    offer_taken_down,
    offer_went_live,
    save_offer_draft,
    submit_offer,
    take_place,
)
from .onboarding import finish_onboarding, keep_text, reach_step, set_purposes
from .organisations import (
    add_member,
    register_organisation,
    update_organisation,
    verify_organisation,
)
from .people import (
    TooManySkills,
    make_person,
    set_access_needs,
    set_skills,
    set_visibility,
    update_person,
)
from .registers import confirm_register_numbers, set_register_numbers
from .telling import tell_custodians, tell_decision

__all__ = [
    "CannotConfirm",
    "TooManySkills",
    "add_member",
    "ask_confirmation",
    "close_offer",
    "confirm_affiliation",
    "confirm_register_numbers",
    "disclose",
    "end_disclosures",
    "finish_onboarding",
    "free_place",
    "keep_text",
    "make_person",
    "note_look",
    "offer_taken_down",
    "offer_went_live",
    "put_removal",
    "reach_step",
    "register_organisation",
    "remove_cv",
    "remove_file",
    "remove_logo",
    "save_offer_draft",
    "set_access_needs",
    "set_affiliation",
    "set_aims",
    "set_cv",
    "set_logo",
    "set_purposes",
    "set_register_numbers",
    "set_skills",
    "set_visibility",
    "submit_offer",
    "sweep_vault",
    "take_place",
    "tell_custodians",
    "tell_decision",
    "update_organisation",
    "update_person",
    "verify_organisation",
]
