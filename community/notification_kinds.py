"""The mails that the Forum's life sends."""

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
