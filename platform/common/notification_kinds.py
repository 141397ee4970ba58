"""The mails about the machinery itself."""

from common.delivery import NotificationKind, register

CUSTODIAN = "You are a custodian of the Forum. There is at most one such mail a day."

register(
    NotificationKind(
        "common_records_broken", subject="Something in the records is wrong", why=CUSTODIAN
    )
)
register(NotificationKind("common_work_stuck", subject="Some work is stuck", why=CUSTODIAN))
register(
    NotificationKind(
        "common_digest",
        subject="{{ number }} from the Forum: {{ items.0.subject }}",
        why="You chose to get some of our mails together.",
    )
)
