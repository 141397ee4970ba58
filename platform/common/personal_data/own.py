"""Mails, sent forms, work, and the log of who did what."""

from typing import Any

from django.db.models import Q

from common.delivery import may_be_shown
from common.personal import ACCOUNT, impersonal, part, personal

personal(
    "common.Message",
    "Mails that we wrote to you",
    part(
        "recipient address subject body html headers created_at sent_at",
        why="sending each mail once, and trying again where it failed",
        basis="contract",
        kept="common.mails",
        seen="you",
    ),
    about="recipient",
    plain="id state",
    words={
        "kind": "the kind of mail, from a fixed list",
        "key": "what the mail is about, as ids or a random text",
    },
    others=lambda mail, user: set() if may_be_shown(mail) else {"body", "html"},
)
for _model, _title, _fields, _plain in (
    ("MailChoice", "Which mails you want", "user topic how", "id"),
    ("QuietHours", "When you want no mails", "user begins ends", ""),
):
    personal(
        f"common.{_model}",
        _title,
        part(
            _fields,
            why="writing to you when you want it",
            basis="contract",
            kept=ACCOUNT,
            seen="you",
        ),
        about="user",
        plain=_plain,
    )
personal(
    "common.SentForm",
    "Forms that you sent",
    part(
        "actor answer created_at",
        why="doing once what was sent twice",
        basis="contract",
        kept="common.sent_forms",
        seen="nobody",
    ),
    part(
        "body_digest",
        why="telling whether the same form came again; the words cannot be read from it",
        basis="contract",
        kept="common.sent_forms",
        seen="nobody",
        secret=True,
    ),
    plain="id",
    words={"key": "a random text that our form gave out"},
    rows=lambda user: Q(actor=str(user.pk)),
)


def _log_about(user: Any) -> Q:
    """What somebody did. What was done about them is found by the app that knows their records."""
    return Q(actor_id=user.pk)


personal(
    "common.ActivityEntry",
    "What you did, by ids and verbs",
    part(
        "at actor_id verb about_type about_id facts",
        why="answering for decisions",
        basis="interests",
        kept="common.activity",
        seen="you; custodians, as ids",
    ),
    plain="id",
    rows=_log_about,
)
impersonal(
    "common.Work",
    "id kind key ids created_at due_at asked attempts leased_until lease_token done_at dropped "
    "stuck_at last_error",
    because="Ids of records and the name of an error; addresses are taken out before it is written, "
    "and erasure takes names out.",
)
personal(
    "common.Hibernation",
    "When you put the Forum to sleep or woke it, as a custodian",
    part(
        "by woken_by since woken_at",
        why="answering for a pause that everybody feels",
        basis="interests",
        kept=ACCOUNT,
        seen="custodians",
    ),
    about="by woken_by",
    plain="id current until",
    words={"reason": "what stands on every page while the Forum sleeps; erasure takes names out"},
)
impersonal("common.Sign", "id name at facts", because="When a routine of the machine last worked.")
impersonal(
    "common.IndependentApprovalTask",
    "groupapprovaltask_ptr",
    because="Which groups approve, never who.",
)
