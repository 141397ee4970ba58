"""Offers for the newsletter."""

import datetime
from collections.abc import Iterator

from common.whats_new import MOST, News, Source, register

from .models import Offer


def published(since: datetime.datetime, until: datetime.datetime) -> Iterator[News]:
    """Those that went live between two moments and are open."""
    rows = Offer.objects.open().filter(first_published_at__gte=since, first_published_at__lt=until)
    for row in rows.order_by("-first_published_at", "-pk")[:MOST]:
        yield News(row.title, row.get_absolute_url(), str(row.get_kind_display()))


register(Source("offers", "What is on offer", published, order=30))
