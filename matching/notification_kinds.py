"""The mails that matching sends. None of them names a person before both sides said yes."""

from common import mail_choices
from common.delivery import NotificationKind, register

KINDS = (
    (
        "matching_shortlist",
        "Who could help with “{{ title }}”",
        "You posted this, or you lead the organisation that did.",
    ),
    (
        "matching_fits_person",
        "New on the Forum and a good fit: “{{ title }}”",
        "You chose to be matched in your profile. You can change that at any time.",
    ),
    (
        "matching_fits_offer",
        "“{{ title }}” could use your offer “{{ offer_title }}”",
        "You speak for this offer on the Forum’s site.",
    ),
    (
        "matching_asked",
        "An introduction about “{{ title }}”: answer by {{ answer_by }}",
        "You are one of the two sides that this introduction would bring together.",
    ),
    (
        "matching_reminder",
        "Still waiting for your answer about “{{ title }}”: by {{ answer_by }}",
        "You are one of the two sides that this introduction would bring together.",
    ),
    (
        "matching_introduced",
        "Introduced: “{{ title }}”",
        "Both sides said yes to this introduction.",
    ),
    (
        "matching_declined",
        "No introduction this time: “{{ title }}”",
        "An introduction you were part of has ended.",
    ),
    (
        "matching_expired",
        "An introduction about “{{ title }}” has run out of time",
        "An introduction you were part of has ended.",
    ),
    (
        "matching_ended",
        "The introduction about “{{ title }}” has ended",
        "An introduction you were part of has ended.",
    ),
    (
        "matching_stopped",
        "A custodian has ended the introduction about “{{ title }}”",
        "An introduction you were part of has ended.",
    ),
    (
        "matching_how_goes_it",
        "How does it go with “{{ title }}”?",
        "You were introduced to the other side of this.",
    ),
    (
        "matching_silent",
        "The introduction about “{{ title }}” has been closed",
        "An introduction you were part of has ended.",
    ),
    (
        "matching_message",
        "A message about “{{ title }}”",
        "Both sides said yes to this introduction.",
    ),
    (
        "matching_message_removed",
        "A custodian took out a message of yours: “{{ title }}”",
        "You wrote it to the other side of an introduction.",
    ),
    (
        "matching_report_settled",
        "What became of the message you reported: “{{ title }}”",
        "You reported a message of the other side of an introduction.",
    ),
)
for name, subject, why in KINDS:
    register(NotificationKind(name=name, subject=subject, why=why))

mail_choices.under("suggestions", "matching_shortlist matching_fits_person matching_fits_offer")
mail_choices.under(
    "introductions",
    "matching_declined matching_expired matching_how_goes_it matching_silent matching_message",
)
