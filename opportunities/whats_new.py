"""Opportunities for the newsletter."""

import datetime
from collections.abc import Iterator

from django.utils.formats import date_format

from common.whats_new import MOST, News, Source, register

from .models import Opportunity


def published(since: datetime.datetime, until: datetime.datetime) -> Iterator[News]:
    """Those that went live between two moments and are open."""
    rows = Opportunity.objects.open().filter(
        state__published_at__gte=since, state__published_at__lt=until
    )
    for row in rows.select_related("organisation").order_by("-state__published_at", "-pk")[:MOST]:
        closes = f", until {date_format(row.closes, 'j F')}" if row.closes else ""
        yield News(row.title, row.get_absolute_url(), f"{row.get_kind_display()}{closes}")


register(Source("opportunities", "New opportunities", published, order=20))
