"""Django's mail backend that writes rows, so that Wagtail's and allauth's mails are never lost.

The real transport is ``settings.FORUM_MAIL_BACKEND``; :mod:`common.delivery` uses it later.
"""

from collections.abc import Sequence
from email.utils import parseaddr

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from common import delivery

KEPT_HEADERS = ("Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post")


class OutboxBackend(BaseEmailBackend):
    """Turns each mail into one row for each recipient, in the caller's transaction if any."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        count = 0
        for message in email_messages:
            if not message.recipients():
                continue
            if message.attachments:
                raise ValueError("Mails of this site carry links, not attachments.")
            with transaction.atomic():
                self._write(message)
            count += 1
        return count

    def _write(self, message: EmailMessage) -> None:
        headers = {
            name: value for name, value in message.extra_headers.items() if name in KEPT_HEADERS
        }
        if message.reply_to:
            headers["Reply-To"] = ", ".join(message.reply_to)
        html = next(
            (
                str(part[0])
                for part in getattr(message, "alternatives", None) or ()
                if part[1] == "text/html"
            ),
            "",
        )
        key = delivery.new_key()
        for recipient in dict.fromkeys(message.recipients()):
            address = parseaddr(recipient)[1]
            if not address:
                continue
            delivery.queue(
                kind=delivery.FROM_OTHERS,
                key=key,
                address=address,
                recipient=_user_at(address),
                subject=str(message.subject),
                body=str(message.body),
                html=html,
                headers=headers,
            )


def _user_at(address: str) -> object | None:
    return get_user_model()._default_manager.filter(email__iexact=address).first()
