"""The mails of the Forum's life."""

from common import mail_choices
from common.delivery import NotificationKind, register

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
mail_choices.under("consultations", "community_consultation_reminder")
