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

mail_choices.under(
    "posts", "opportunities_live opportunities_closed opportunities_supervisor_answered"
)
mail_choices.under("desk", "opportunities_submitted")
