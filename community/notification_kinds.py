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
