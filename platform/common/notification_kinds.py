"""The mails about the machinery itself."""

from common.delivery import NotificationKind, register

CUSTODIAN = "You are a custodian of the Forum. There is at most one such mail a day."

register(
    NotificationKind(
        "common_records_broken",
        subject="Something in the records is wrong",
        why=CUSTODIAN,
        always=True,
    )
)
for _name, _subject in (
    ("common_asleep", "The Forum sleeps until {{ until|date:'j F' }}"),
    ("common_awake", "The Forum is awake again"),
):
    register(
        NotificationKind(
            _name, subject=_subject, why="You are a custodian of the Forum.", always=True
        )
    )
register(
    NotificationKind("common_work_stuck", subject="Some work is stuck", why=CUSTODIAN, always=True)
)
register(
    NotificationKind(
        "common_digest",
        subject="{{ number }} from the Forum: {{ items.0.subject }}",
        why="You chose to get some of our mails together.",
    )
)
