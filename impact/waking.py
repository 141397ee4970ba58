"""What of outcomes moves on by the length of a sleep of the Forum (:mod:`common.hibernation`)."""

import datetime

from django.utils import timezone

from common.hibernation import on_waking, push

from .models import Ask


@on_waking("impact.asks")
def asks(since: datetime.datetime, length: datetime.timedelta, days: int) -> int:
    """When people were asked, from which reminders count; and when they are asked next."""
    by, day = datetime.timedelta(days=days), timezone.localdate(since)
    push(Ask.objects.open().filter(asked_on__lte=day), "asked_on", by)
    return push(Ask.objects.filter(asked_on=None, closed_on=None, due__gte=day), "due", by)
