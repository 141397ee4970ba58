"""The mails about what came of something. None of them names a person."""

from common import mail_choices
from common.delivery import NotificationKind, register

IN_IT = "You were in this, or you lead an organisation that was."
KINDS = (
    ("impact_asked", "What came of “{{ title }}”?", IN_IT),
    (
        "impact_later",
        "Where are you now, {{ long_ago }} after “{{ title }}”? Three taps",
        "You were introduced, placed or helped through the Forum.",
    ),
    ("impact_consent", "May this be published? “{{ title }}”", IN_IT),
    ("impact_published", "Verified and published: “{{ title }}”", IN_IT),
    ("impact_handed_back", "Your outcome needs a change: “{{ title }}”", "You wrote it."),
    ("impact_taken_back", "No longer published: “{{ title }}”", IN_IT),
)
for name, subject, why in KINDS:
    register(NotificationKind(name=name, subject=subject, why=why))

mail_choices.under("introductions", "impact_asked impact_later impact_published")
