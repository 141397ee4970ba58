"""The mails about the machinery itself."""

from common.delivery import NotificationKind, register

CUSTODIAN = "You are a custodian of the Forum. There is at most one such mail a day."

register(
    NotificationKind(
        "common_records_broken", subject="Something in the records is wrong", why=CUSTODIAN
    )
)
register(NotificationKind("common_work_stuck", subject="Some work is stuck", why=CUSTODIAN))
