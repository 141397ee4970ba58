"""The newsletter as a mail."""

from common import mail_choices
from common.delivery import NotificationKind, register

register(
    NotificationKind(
        "desk_newsletter", subject="{{ title }}", why="You asked for the Forum’s newsletter."
    )
)
register(
    NotificationKind(
        "desk_newsletter_confirm",
        subject="Confirm within a week: the Forum’s newsletter",
        why="Somebody gave this address on the Forum’s site. If it was not you, do nothing.",
        proves=True,
    )
)
mail_choices.under("newsletter", "desk_newsletter")
