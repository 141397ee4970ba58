"""The mails that profiles sends."""

from common.delivery import NotificationKind, register

register(
    NotificationKind(
        name="profiles_organisation_verified",
        subject="{{ organisation }} is confirmed",
        template="emails/profiles_organisation_verified.txt",
        why="You speak for this organisation on the Forum's site.",
    )
)
