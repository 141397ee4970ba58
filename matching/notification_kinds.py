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
    (
        "matching_appeal",
        "Somebody challenges a result of the matcher: answer by {{ answer_by }}",
        "You are a custodian of the Forum, with no part in it.",
    ),
    (
        "matching_appeal_answered",
        "Your question about “{{ title }}” has been answered",
        "You challenged a result of the matcher.",
    ),
    (
        "matching_evidence",
        "Add a line of evidence to the skills in your profile",
        "You chose to be matched in your profile.",
    ),
)
for name, subject, why in KINDS:
    register(NotificationKind(name=name, subject=subject, why=why))

mail_choices.under("desk", "matching_appeal")
mail_choices.under(
    "suggestions", "matching_shortlist matching_fits_person matching_fits_offer matching_evidence"
)
mail_choices.under(
    "introductions",
    "matching_declined matching_expired matching_how_goes_it matching_silent matching_message",
)

ROUND_KINDS = (
    (
        "matching_round_asks",
        "{{ title }}: {{ what }}, by {{ by_when }}",
        "You take part in this round, or you run the Forum.",
    ),
    (
        "matching_round_moved",
        "{{ title }}: “{{ phase }}” now ends on {{ after }}",
        "You take part in this round, or you run the Forum.",
    ),
    (
        "matching_round_cancelled",
        "{{ title }} has been called off",
        "You took part in this round, or you run the Forum.",
    ),
    (
        "matching_round_place_left",
        "“{{ placement }}” is no longer in {{ title }}",
        "You applied for this placement.",
    ),
    (
        "matching_round_late",
        "{{ title }} waits for you",
        "You are a custodian of the Forum.",
    ),
    (
        "matching_round_by_hand",
        "{{ title }}: a seat by hand needs a second person",
        "You are a custodian of the Forum.",
    ),
    (
        "matching_round_result",
        "{% if moved %}{{ title }}: you move up{% elif seat %}{{ title }}: you have a seat"
        "{% else %}{{ title }}: your result{% endif %}",
        "You took part in this round.",
    ),
    (
        "matching_round_host_result",
        "{{ title }}: who comes to you",
        "You answer for a placement in this round.",
    ),
    (
        "matching_round_team",
        "{{ title }}: somebody asks to go together with you",
        "You take part in this round.",
    ),
    (
        "matching_round_team_left",
        "{{ title }}: somebody goes alone",
        "You are in a team in this round.",
    ),
    (
        "matching_round_steward",
        "{{ title }}: {{ what }} waits for you",
        "You are the steward of this round.",
    ),
    (
        "matching_round_taking_back",
        "{{ title }}: confirm that its results are taken back, or refuse it",
        "You are a custodian of the Forum.",
    ),
    (
        "matching_round_taken_back",
        "{{ title }}: the results have been taken back",
        "You took part in this round, or you run the Forum.",
    ),
    (
        "matching_round_looked_inside",
        "{{ title }}: a superuser looks inside until {{ until }}",
        "You are a custodian of the Forum.",
    ),
    (
        "matching_round_swap",
        "{{ title }}: a swap of seats waits for your answer",
        "You have a seat from this round, or answer for a placement in it.",
    ),
    (
        "matching_round_swap_over",
        "{{ title }}: {% if done %}seats were swapped{% else %}no swap{% endif %}",
        "You have a seat from this round, or answer for a placement in it.",
    ),
    (
        "matching_round_over",
        "{{ title }} is over",
        "You took part in this round.",
    ),
    (
        "matching_round_wakes",
        "{{ title }} goes on: “{{ phase }}” ends on {{ closes }}",
        "You take part in this round, or you run the Forum.",
    ),
)
for name, subject, why in ROUND_KINDS:
    register(NotificationKind(name=name, subject=subject, why=why))
register(
    NotificationKind(
        name="matching_round_rests",
        subject="{{ title }} rests for a while: no date passes meanwhile",
        why="You take part in this round, or you run the Forum.",
        always=True,
    )
)
IN_A_RING = "You lead an organisation that is part of it."
for name, subject, why in (
    (
        "matching_ring_asked",
        "{{ title }} for {{ organisation }}: answer by {{ answer_by }}",
        IN_A_RING,
    ),
    (
        "matching_ring_reminder",
        "Still waiting for {{ organisation }}’s answer about {{ title|lower }}: by {{ answer_by }}",
        IN_A_RING,
    ),
    ("matching_ring_started", "{{ title }} has started: everybody accepted", IN_A_RING),
    ("matching_ring_declined", "{{ title }} does not go ahead this time", IN_A_RING),
    ("matching_ring_expired", "{{ title }} has run out of time", IN_A_RING),
    ("matching_ring_gone", "{{ title }} cannot go ahead any more", IN_A_RING),
    ("matching_ring_left", "Somebody has left {{ title|lower }}", IN_A_RING),
    ("matching_ring_stopped", "A custodian has ended {{ title|lower }}", IN_A_RING),
    (
        "matching_rings_found",
        "{{ found }} found: look at them and propose what is good",
        "You are a custodian of the Forum.",
    ),
):
    register(NotificationKind(name=name, subject=subject, why=why))

register(
    NotificationKind(
        name="matching_lunch",
        subject="{{ title }}: {% if many %}whom to meet over lunch{% else %}your table at lunch{% endif %}",
        why="You asked to be told, when you booked. You can take that back on the page.",
    )
)
mail_choices.under("suggestions", "matching_lunch")

mail_choices.under(
    "introductions",
    "matching_ring_declined matching_ring_expired matching_ring_gone matching_ring_left",
)
mail_choices.under("desk", "matching_rings_found")
