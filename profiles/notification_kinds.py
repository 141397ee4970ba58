"""The mails that profiles sends."""

from common.delivery import NotificationKind, register

GIVER = "You sent this offer in."

for name, subject, why in (
    (
        "profiles_organisation_verified",
        "{{ organisation }} is confirmed",
        "You speak for this organisation on the Forum’s site.",
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
    ("profiles_offer_live", "Now live: {{ title }}", GIVER),
):
    register(NotificationKind(name=name, subject=subject, why=why))
