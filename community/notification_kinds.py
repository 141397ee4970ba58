"""The mails that events and meetings send."""

from common import mail_choices
from common.delivery import NotificationKind, register

AUTHOR = "You sent this event in."

for name, subject, why in (
    (
        "community_event_submitted",
        "To decide before {{ day|date:'j F' }}: {{ title }}, from {{ holder }}",
        "You are a custodian of the Forum.",
    ),
    ("community_event_changes_requested", "Changes asked for: {{ title }}", AUTHOR),
    ("community_event_refused", "Not published: {{ title }}", AUTHOR),
    ("community_event_live", "Now published: {{ title }}", AUTHOR),
):
    register(NotificationKind(name=name, subject=subject, why=why))

mail_choices.under("posts", "community_event_live")
mail_choices.under("desk", "community_event_submitted")

PRESENTS = "You present something at this meeting, or wrote for it."
for name, subject in (
    ("community_presenting", "You are on the agenda of {{ day }}: {{ item }}"),
    ("community_meeting_moved", "Now on {{ day }} at {{ time }}: {{ title }}"),
    ("community_meeting_called_off", "Called off, {{ day }}: {{ title }}"),
):
    register(NotificationKind(name=name, subject=subject, why=PRESENTS))

register(
    NotificationKind(
        name="community_update_due",
        subject="By {{ by|date:'j F' }}: the update of {{ organisation }}",
        why="You lead this organisation.",
    )
)
register(
    NotificationKind(
        name="community_paper_harmful",
        subject="A paper was removed: the virus scanner stopped it",
        why="You laid this paper on an agenda.",
    )
)
mail_choices.under("organisations", "community_update_due")
OWNS = "A meeting of the Forum noted that you do this."
CHASED = "You own this action, lead an organisation that does, or chair the meeting it came from."
for name, subject, why, proves in (
    ("community_action_reminder", "To do before {{ day|date:'j F' }}: {{ text }}", OWNS, False),
    ("community_action_chased", "Not done yet: {{ text }}", CHASED, False),
    (
        "community_removal_confirm",
        "Confirm: take a name out of the notes of {{ meeting }}",
        "Somebody gave this address on the Forum’s site. If it was not you, do nothing.",
        True,
    ),
    (
        "community_removal_settled",
        "{% if done %}Your name is taken out{% else %}We did not find your name{% endif %}: {{ meeting }}",
        "You asked not to be named in these notes.",
        False,
    ),
    (
        "community_delegation_ends",
        "Until {{ day|date:'j F' }}, report back from {{ where }}",
        "You speak for the Forum there.",
        False,
    ),
):
    register(NotificationKind(name=name, subject=subject, why=why, proves=proves))
BOOKED = "You booked this through the Forum, or somebody typed your address."

for name, subject in (
    ("placed", "You have a place: {{ title }}"),
    ("waiting", "You are on the waiting list: {{ title }}"),
    ("promoted", "A place is yours now: {{ title }}"),
    ("already", "You have booked this already: {{ title }}"),
    ("cancelled", "Cancelled as you asked: {{ title }}"),
    ("called_off", "Does not take place: {{ title }}"),
    ("reminder", "{{ when }}: {{ title }}"),
    ("moved", "Now {{ when }}: {{ title }}"),
):
    register(NotificationKind(name=f"community_booking_{name}", subject=subject, why=BOOKED))
register(
    NotificationKind(
        name="community_booking_confirm",
        subject="Confirm within 24 hours: {{ title }}",
        why="Somebody typed your address into our booking form. If it was not you, do nothing.",
        proves=True,
    )
)
ANSWERED = "You answered this consultation of the Forum."
for name, subject, why, proves in (
    (
        "consultation_reminder",
        "{% if begun %}Not sent yet: your answers to{% else %}Answer by {{ closes|date:'j F' }}:{% endif %} "
        "{{ title }}",
        "You have an account with the Forum, which asks its members. This is the only reminder.",
        False,
    ),
    ("response_received", "We have your answers: {{ title }}", ANSWERED, False),
):
    register(NotificationKind(f"community_{name}", subject=subject, why=why, proves=proves))
for name, subject, why in (
    (
        "guest_link",
        "{% if member %}Sign in to answer{% else %}Your link to answer{% endif %}: {{ title }}",
        "Somebody gave this address to answer a consultation. If it was not you, do nothing.",
    ),
    ("guest_receipt", "We have your answers: {{ title }}", ANSWERED),
):
    register(
        NotificationKind(f"community_{name}", subject=subject, why=why, proves=True, forget=True)
    )
FOLLOWS = "You follow this consultation of the Forum."
for name, subject in (
    ("closes", "Closes on {{ closes|date:'j F' }}: {{ title }}"),
    ("reported", "The report is out: {{ title }}"),
):
    register(NotificationKind(f"community_consultation_{name}", subject=subject, why=FOLLOWS))
mail_choices.under(
    "consultations",
    "community_consultation_reminder community_consultation_closes community_consultation_reported",
)
HOSTS = "You lead an organisation that offered to host."
for name, subject in (
    ("community_host_accepted", "{{ organisation }} hosts {{ about }}"),
    ("community_host_declined", "Not this time: hosting {{ about }}"),
):
    register(NotificationKind(name=name, subject=subject, why=HOSTS))
