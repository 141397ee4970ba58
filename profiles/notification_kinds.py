"""The mails that profiles sends."""

from common import mail_choices
from common.delivery import NotificationKind, register

GIVER = "You sent this offer in."
LEAD = "You lead this organisation on the Forum’s site."
MEMBER = "You speak for this organisation on the Forum’s site."
INVITED = "Somebody who speaks for this organisation gave us your address, for this once."
ACCOUNT = "It is about your account with the Forum."
MET = "A custodian of the Forum met you and noted your yes. We keep this until the day named above."
CUSTODIAN = "You are a custodian of the Forum."
ASKER = "You asked to join this organisation on the Forum’s site."

# Their links prove who reads an address: those of an account, a university, somebody met.
PROVE = (
    *("profiles_address_asked", "profiles_affiliation", "profiles_invited"),
    *("profiles_invitation_reminder", "profiles_claim", "profiles_claim_reminder"),
)

for name, subject, why in (
    (
        "profiles_organisation_verified",
        "{{ organisation }} is confirmed",
        "You speak for this organisation on the Forum’s site.",
    ),
    (
        "profiles_organisations_merged",
        "{{ gone }} is now part of {{ organisation }}",
        "You spoke for one of these organisations on the Forum’s site.",
    ),
    (
        "profiles_offer_submitted",
        "To decide: {{ title }}, from {{ giver }}",
        "You are a custodian of the Forum.",
    ),
    ("profiles_offer_changes_requested", "Changes asked for: {{ title }}", GIVER),
    ("profiles_offer_refused", "Not published: {{ title }}", GIVER),
    (
        "profiles_affiliation",
        "Confirm that you are at {{ organisation }}",
        "Somebody gave this address on the Forum’s site. If it was not you, do nothing.",
    ),
    ("profiles_offer_expires", "Renew by {{ day }}: {{ title }}", "You give this offer."),
    ("profiles_offer_expired", "No longer shown: {{ title }}", "You give this offer."),
    (
        "profiles_offer_live",
        "{% if waits_for %}Approved{% else %}Now live{% endif %}: {{ title }}",
        GIVER,
    ),
    ("profiles_invited", "Speak for {{ organisation }}: answer by {{ until|date:'j F' }}", INVITED),
    (
        "profiles_invitation_reminder",
        "Still open until {{ until|date:'j F' }}: speak for {{ organisation }}",
        INVITED,
    ),
    ("profiles_invitation_accepted", "{{ organisation }} has a new member", LEAD),
    ("profiles_invitation_declined", "An invitation to {{ organisation }} was declined", LEAD),
    ("profiles_invitation_expired", "An invitation to {{ organisation }} ran out", LEAD),
    (
        "profiles_join_asked",
        "To decide by {{ until|date:'j F' }}: somebody asks to join {{ organisation }}",
        LEAD,
    ),
    ("profiles_join_approved", "You now speak for {{ organisation }}", ASKER),
    ("profiles_join_declined", "About your request to join {{ organisation }}", ASKER),
    ("profiles_join_expired", "No answer from {{ organisation }} yet", ASKER),
    ("profiles_role_changed", "Your part in {{ organisation }} has changed", MEMBER),
    (
        "profiles_member_removed",
        "You no longer speak for {{ organisation }}",
        "You spoke for this organisation on the Forum’s site.",
    ),
    ("profiles_handed_over", "You now lead {{ organisation }}", MEMBER),
    (
        "profiles_lead_needed",
        "To mend: {{ organisation }} needs a lead",
        "You are a custodian of the Forum.",
    ),
    (
        "profiles_address_asked",
        "Answer by {{ until|date:'j F' }}: may {{ address }} be added to your account?",
        ACCOUNT,
    ),
    ("profiles_address_main", "The main address of your account has changed", ACCOUNT),
    ("profiles_address_gone", "This address is no longer on your account", ACCOUNT),
    ("profiles_hidden", "Your profile is hidden", ACCOUNT),
    ("profiles_shown", "Your profile is shown again", ACCOUNT),
    ("profiles_account_closed", "Your account with the Forum is closed", ACCOUNT),
    ("profiles_account_reopened", "Your account with the Forum is open again", ACCOUNT),
    ("profiles_step_asked", "Somebody says that you lost your second step", ACCOUNT),
    ("profiles_step_cleared", "Your second step was taken off", ACCOUNT),
    ("profiles_looked_inside", "Somebody looks at what is private of yours", ACCOUNT),
    ("profiles_cv_harmful", "Your CV was removed: the virus scanner stopped it", ACCOUNT),
    ("profiles_reported", "To decide: a report about a profile", CUSTODIAN),
    ("profiles_domains_settled", "The e-mail domains of {{ organisation }}", LEAD),
    ("profiles_organisation_suspended", "{{ organisation }} is suspended", LEAD),
    ("profiles_organisation_closed", "{{ organisation }} is closed on the Forum’s site", MEMBER),
    ("profiles_organisation_reopened", "{{ organisation }} is open again", MEMBER),
    ("profiles_organisation_restored", "{{ organisation }} is shown again", LEAD),
    ("profiles_claim", "What the Forum noted about you: take it up or delete it", MET),
    (
        "profiles_claim_reminder",
        "Deleted on {{ until|date:'j F' }} unless you take it up: what the Forum noted about you",
        MET,
    ),
    ("profiles_relation_said", "To confirm: {{ organisation }} and {{ other }}", LEAD),
):
    register(
        NotificationKind(
            name=name, subject=subject, why=why, proves=name in PROVE, always=why == ACCOUNT
        )
    )

register(
    NotificationKind(
        name="profiles_erased",
        subject="Your account is erased",
        why="You asked us to erase your account. This is the last mail, and we keep no copy of it.",
        forget=True,
        always=True,
    )
)
for name, subject, why in (
    (
        "profiles_copy_ready",
        "The copy of your data is ready",
        "You asked for a copy of what we hold about you.",
    ),
    (
        "profiles_cv_unused",
        "Your CV goes on {{ until|date:'j F' }} unless you sign in",
        "You have handed in a CV on the Forum’s site and have not signed in for long.",
    ),
    (
        "profiles_account_unused",
        "Your account goes on {{ until|date:'j F' }} unless you sign in",
        "You have an account on the Forum’s site and have not signed in for long.",
    ),
):
    register(NotificationKind(name=name, subject=subject, why=why, always=True))

mail_choices.under("posts", "profiles_offer_live profiles_offer_expired")
mail_choices.under(
    "organisations",
    "profiles_invitation_accepted profiles_invitation_declined profiles_invitation_expired "
    "profiles_relation_said profiles_organisation_restored",
)
mail_choices.under("desk", "profiles_offer_submitted")
