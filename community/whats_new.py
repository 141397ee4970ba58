"""Meetings for the newsletter."""

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format

from common.whats_new import MOST, News, Source, register

from .models import Meeting


def announced(since: datetime.datetime, until: datetime.datetime) -> Iterator[News]:
    """Those announced between two moments that are still ahead."""
    rows = Meeting.objects.filter(
        announced_at__gte=since,
        announced_at__lt=until,
        starts__gte=until,
        called_off_at__isnull=True,
    )
    for row in rows.order_by("starts", "pk")[:MOST]:
        when = date_format(timezone.localtime(row.starts), "l j F Y, H:i")
        yield News(row.title, row.get_absolute_url(), when)


register(Source("meetings", "Meetings", announced, order=10))
