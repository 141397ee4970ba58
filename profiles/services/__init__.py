"""What can happen to people, organisations and offers: one verb, one transaction, one function."""

from .addresses import add_address, ask_main_address, stop_address, take_back_address
from .affiliations import CannotConfirm, ask_confirmation, confirm_affiliation, set_affiliation
from .agreements import agree, has_agreed, take_back
from .claims import claim, correct_claimable, delete_claimable
from .clocks import forget_settled
from .closures import close_organisation, reopen_organisation
from .copies import ask_for_copy, copy_content, make_copy, records_of
from .disclosures import disclose, end_disclosures, note_look, open_viewers
from .erasing import ask_to_be_erased, erase, is_being_erased, led_alone
from .expiry import pause_offer, renew_offer, resume_offer, run_offer_clock
from .faces import remove_logo, set_aims, set_logo
from .files import (
    look_for_harm,
    put_removal,
    remove_cv,
    remove_file,
    set_cv,
    settle_scan,
    sweep_vault,
)
from .finding_leads import rescue_with_address, rescue_with_member
from .finding_people import find_people
from .glass import break_glass, mend_glass
from .importing import import_organisations
from .invitations import (
    accept_invitation,
    decline_invitation,
    expire_invitations,
    invite,
    remind_invited,
    withdraw_invitation,
)
from .join_requests import (
    approve_join,
    ask_to_join,
    decline_join,
    expire_requests,
    remind_leads,
    withdraw_join,
)
from .joining_up import merge_organisations
from .lost_steps import ask_to_clear_step, clear_step, keep_step
from .memberships import add_member, change_role, leave, remove_member
from .met import enter_met, resend_claim, waiting_claims, withdraw_met
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
    note_about,
    register_organisation,
    settle_domains,
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
from .relations import (
    confirm_relation,
    declare_interest,
    end_interest,
    end_relation,
    say_relation,
)
from .reports import report_profile, settle_report, tell_reported
from .rescues import ask_for_rescue, flag_all, flag_if_leaderless, tell_lead_needed
from .standing import close_account, hide_profile, reopen_account, show_profile
from .suspensions import restore_organisation, suspend_organisation
from .telling import tell_custodians, tell_decision

__all__ = [
    "CannotConfirm",
    "TooManySkills",
    "accept_invitation",
    "add_address",
    "add_member",
    "agree",
    "approve_join",
    "ask_confirmation",
    "ask_for_copy",
    "ask_for_rescue",
    "ask_main_address",
    "ask_to_be_erased",
    "ask_to_clear_step",
    "ask_to_join",
    "break_glass",
    "change_role",
    "claim",
    "clear_step",
    "close_account",
    "close_offer",
    "close_organisation",
    "confirm_affiliation",
    "confirm_register_numbers",
    "confirm_relation",
    "copy_content",
    "correct_claimable",
    "declare_interest",
    "decline_invitation",
    "decline_join",
    "delete_claimable",
    "disclose",
    "end_disclosures",
    "end_interest",
    "end_relation",
    "enter_met",
    "erase",
    "expire_invitations",
    "expire_requests",
    "find_people",
    "finish_onboarding",
    "flag_all",
    "flag_if_leaderless",
    "forget_settled",
    "free_place",
    "has_agreed",
    "hide_profile",
    "import_organisations",
    "invite",
    "is_being_erased",
    "keep_step",
    "keep_text",
    "leave",
    "led_alone",
    "look_for_harm",
    "make_copy",
    "make_person",
    "mend_glass",
    "merge_organisations",
    "note_about",
    "note_look",
    "offer_taken_down",
    "offer_went_live",
    "open_viewers",
    "pause_offer",
    "put_removal",
    "reach_step",
    "records_of",
    "register_organisation",
    "remind_invited",
    "remind_leads",
    "remove_cv",
    "remove_file",
    "remove_logo",
    "remove_member",
    "renew_offer",
    "reopen_account",
    "reopen_organisation",
    "report_profile",
    "rescue_with_address",
    "rescue_with_member",
    "resend_claim",
    "restore_organisation",
    "resume_offer",
    "run_offer_clock",
    "save_offer_draft",
    "say_relation",
    "set_access_needs",
    "set_affiliation",
    "set_aims",
    "set_cv",
    "set_logo",
    "set_purposes",
    "set_register_numbers",
    "set_skills",
    "set_visibility",
    "settle_domains",
    "settle_report",
    "settle_scan",
    "show_profile",
    "stop_address",
    "submit_offer",
    "suspend_organisation",
    "sweep_vault",
    "take_back",
    "take_back_address",
    "take_place",
    "tell_custodians",
    "tell_decision",
    "tell_lead_needed",
    "tell_reported",
    "update_organisation",
    "update_person",
    "verify_organisation",
    "waiting_claims",
    "withdraw_invitation",
    "withdraw_join",
    "withdraw_met",
]
