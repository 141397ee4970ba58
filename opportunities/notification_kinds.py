"""The mails that opportunities sends."""

from common import mail_choices
from common.delivery import NotificationKind, register

POSTER = "You sent this in, or speak for the organisation that did."

for name, subject, why in (
    (
        "opportunities_submitted",
        "To decide: {{ title }}, from {{ organisation }}",
        "You are a custodian of the Forum.",
    ),
    ("opportunities_changes_requested", "Changes asked for: {{ title }}", POSTER),
    ("opportunities_rejected", "Not published: {{ title }}", POSTER),
    ("opportunities_live", "Now live: {{ title }}", POSTER),
    ("opportunities_closed", "{{ how|capfirst }}: {{ title }}", POSTER),
    (
        "opportunities_supervisor_asked",
        "Will you supervise “{{ title }}”?",
        "Somebody in your organisation named you as the supervisor.",
    ),
    ("opportunities_supervisor_answered", "Supervisor’s answer: {{ title }}", POSTER),
):
    register(NotificationKind(name=name, subject=subject, why=why))
register(
    NotificationKind(
        name="opportunities_new_found",
        subject="New for “{{ search }}”",
        why="You saved this search and asked to be written to. The link above stops it.",
    )
)

register(
    NotificationKind(
        name="opportunities_unsure",
        subject="{% if due %}Do you know now{% else %}Will you know soon{% endif %}: {{ title }}",
        why=POSTER,
    )
)

LEADS = "You lead one of the two organisations."
for name, subject, why in (
    (
        "partner_asked",
        "{% if shares %}{{ host }} asks to share a placement{% else %}"
        "{{ organisation }} has this too{% endif %}: {{ title }}",
        LEADS,
    ),
    (
        "partner_answered",
        "{% if yes %}Together{% else %}Declined{% endif %}: {{ title }}",
        LEADS,
    ),
    (
        "partner_left",
        "{% if asked %}Taken back{% else %}No longer together{% endif %}: {{ title }}",
        LEADS,
    ),
):
    register(NotificationKind(name=f"opportunities_{name}", subject=subject, why=why))

mail_choices.under(
    "posts", "opportunities_live opportunities_closed opportunities_supervisor_answered"
)
mail_choices.under("desk", "opportunities_submitted opportunities_correction_over")
mail_choices.under("suggestions", "opportunities_new_found")

APPLIED = "You applied for this through the Forum."
HOST = "You answer for this at the organisation that posted it, or supervise it."

for name, subject, why in (
    ("application_received", "We have your application: {{ title }}", APPLIED),
    ("application_shortlisted", "You are on the shortlist: {{ title }}", APPLIED),
    ("application_interview", "They would like to talk with you: {{ title }}", APPLIED),
    ("application_offered", "You are offered a place: {{ title }}", APPLIED),
    ("application_accepted", "The place is yours: {{ title }}", APPLIED),
    ("application_placed", "You are placed: {{ title }}", APPLIED),
    ("application_reserve", "You are on the reserve list: {{ title }}", APPLIED),
    ("application_declined", "An answer to your application: {{ title }}", APPLIED),
    (
        "application_withdrawn",
        "{% if called_off %}Called off, and your place with it{% else %}"
        "You have taken back your application{% endif %}: {{ title }}",
        APPLIED,
    ),
    ("application_released", "No answer came in time: {{ title }}", APPLIED),
    (
        "application_later",
        "More time to apply: {{ title }}",
        "You applied for this through the Forum, or began to.",
    ),
    ("host_received", "A new application: {{ title }}", HOST),
    (
        "reader_asked",
        "Will you read an application? {{ title }}",
        "A colleague at the organisation that posted it asked you to read.",
    ),
    ("host_withdrawn", "An application was taken back: {{ title }}", HOST),
    ("host_refused", "An offer was not taken: {{ title }}", HOST),
    ("host_accepted", "An offer was accepted: {{ title }}", HOST),
    (
        "host_reminder",
        "{% if last %}Last reminder: a{% else %}A{% endif %}nswer applicants for {{ title }}",
        HOST,
    ),
    ("host_released", "Released without your answer: {{ title }}", HOST),
    ("host_expired", "An offer has run out: {{ title }}", HOST),
    ("application_corrected", "Put right: your application for {{ title }}", APPLIED),
    ("host_corrected", "Put right: an application for {{ title }}", HOST),
    (
        "correction_over",
        "Your correction of application {{ number }}: {{ outcome|lower }}",
        "You are a custodian of the Forum, and proposed this.",
    ),
    ("host_gone", "An applicant has left the Forum: {{ title }}", HOST),
):
    register(NotificationKind(name=f"opportunities_{name}", subject=subject, why=why))

TEAM = "You apply for this in a team, or were asked to."
for name, subject, why in (
    (
        "team_asked",
        "Apply together with {{ lead }}: {{ title }}",
        "{{ lead }} asked you to apply together. If you do not know them, do nothing.",
    ),
    ("team_joined", "{{ who }} is in your team: {{ title }}", TEAM),
    ("team_refused", "Somebody you asked said no: {{ title }}", TEAM),
    ("team_read", "Read it and say yes before it is sent: {{ title }}", TEAM),
    ("team_agreed", "Your whole team has said yes: {{ title }}", TEAM),
    ("team_smaller", "Your team has become smaller: {{ title }}", TEAM),
    ("team_ended", "Your team’s application was taken back: {{ title }}", TEAM),
    ("host_team_smaller", "A team has become smaller: {{ title }}", HOST),
):
    register(NotificationKind(name=f"opportunities_{name}", subject=subject, why=why))

mail_choices.under(
    "applications",
    "opportunities_team_joined opportunities_team_refused opportunities_host_team_smaller "
    "opportunities_application_accepted opportunities_application_withdrawn "
    "opportunities_host_received opportunities_host_withdrawn opportunities_host_gone "
    "opportunities_reader_asked opportunities_application_later",
)

HELPED = "You asked a custodian to help you with this."
for name, subject, why in (
    (
        "asked",
        "Help wanted: {{ title }}, from {{ organisation }}",
        "You are a custodian of the Forum.",
    ),
    (
        "untaken",
        "Nobody helps yet: {{ title }}, from {{ organisation }}",
        "You are a custodian of the Forum.",
    ),
    ("taken", "A custodian helps you with {{ title }}", HELPED),
    ("commented", "A comment on {{ title }}", HELPED),
    ("handed_back", "Handed back to you: {{ title }}", HELPED),
    ("answered", "An answer to your comment on {{ title }}", "You help with this draft."),
    ("taken_back", "No more help needed: {{ title }}", "You help with this draft."),
):
    register(NotificationKind(name=f"opportunities_help_{name}", subject=subject, why=why))

mail_choices.under(
    "posts",
    "opportunities_help_taken opportunities_help_commented opportunities_help_handed_back",
)
mail_choices.under(
    "desk",
    "opportunities_help_asked opportunities_help_untaken opportunities_help_answered "
    "opportunities_help_taken_back",
)

AGREES = "You have a part in this placement: as student, supervisor, host or university."

for name, subject in (
    (
        "agreement_asked",
        "{% if reminder %}Reminder: {% endif %}{% if changes %}A change to agree to{% else %}"
        "Your learning agreement{% endif %}: {{ title }}",
    ),
    ("agreement_due", "Write and send the learning agreement: {{ title }}"),
    ("agreement_agreed", "Agreed by everybody: {{ title }}"),
    ("agreement_declined", "Not agreed as it stands: {{ title }}"),
    ("placement_completed", "Completed: {{ title }}"),
    ("placement_ended", "Ended early: {{ title }}"),
    (
        "feedback_asked",
        "{% if reminder %}Reminder: three{% else %}Three{% endif %} questions about {{ title }}",
    ),
):
    register(NotificationKind(name=f"opportunities_{name}", subject=subject, why=AGREES))
register(
    NotificationKind(
        name="opportunities_agreement_link",
        subject="{% if reminder %}Reminder: {% endif %}Will you agree? {{ title }}",
        why="Somebody named this address for a placement. If that is wrong, say no with the link above.",
        proves=True,
    )
)
mail_choices.under(
    "applications",
    "opportunities_agreement_agreed opportunities_feedback_asked opportunities_placement_completed",
)
register(
    NotificationKind(
        name="opportunities_interested",
        subject="Somebody is interested: {{ title }}",
        why="You sent this in, or speak for the organisation that did.",
    )
)
register(
    NotificationKind(
        name="opportunities_interest_ended",
        subject="This has ended: {{ title }}",
        why="You said that you are interested in this.",
    )
)
register(
    NotificationKind(
        name="opportunities_interest_firm",
        subject="Now firm, and open: {{ title }}",
        why="You said that you are interested in this.",
    )
)
mail_choices.under("posts", "opportunities_interested")
mail_choices.under("suggestions", "opportunities_interest_ended opportunities_interest_firm")
