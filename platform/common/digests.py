"""Mails that somebody wanted together: one letter a day at seven, or a week on Monday."""

import datetime
import re
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from common import delivery, mail_choices
from common.mail_tables import How
from common.models import Message

AT = 7
MONDAY = 0
_LINK = re.compile(r"https?://\S+")


def send_due(now: datetime.datetime | None = None) -> int:
    """Write the digests that are due; returns how many. Asked again the same day, it writes none."""
    here = timezone.localtime(now or timezone.now())
    if here.hour < AT:
        return 0
    rhythms = [How.DAILY, *([How.WEEKLY] if here.weekday() == MONDAY else [])]
    held = Message.objects.filter(state=Message.State.HELD, recipient__isnull=False)
    ids = list(held.order_by().values_list("recipient_id", flat=True).distinct())
    readers = get_user_model()._default_manager.filter(pk__in=ids)
    return sum(
        _send(reader, rhythm, here) for reader in readers.order_by("pk") for rhythm in rhythms
    )


@transaction.atomic
def _send(reader: Any, rhythm: str, here: datetime.datetime) -> bool:
    """One digest, with the rows that it holds marked as sent."""
    key = f"{rhythm}:{here.date()}"
    if Message.objects.filter(kind="common_digest", key=key, recipient=reader).exists():
        return False
    found = mail_choices.waiting_for_digest(reader, rhythm)
    if not found:
        return False
    written = delivery.notify(
        "common_digest",
        to=reader,
        key=key,
        number=len(found),
        items=[{"subject": row.subject, "link": _link(row)} for row in found],
    )
    state = Message.State.SENT if written else Message.State.WITHHELD
    Message.objects.filter(pk__in=[row.pk for row in found]).update(
        state=state, sent_at=timezone.now() if written else None
    )
    return written is not None


def _link(row: Message) -> str:
    """Where the mail leads: its first link."""
    found = _LINK.search(row.body)
    return found.group() if found else ""
