"""Meetings, events and consultations for the newsletter."""

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format

from common.whats_new import MOST, News, Source, register

from .models import Consultation, Event, Meeting


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


def published(since: datetime.datetime, until: datetime.datetime) -> Iterator[News]:
    """Events that went live for the first time between two moments, and are still ahead."""
    rows = (
        Event.objects.public()
        .upcoming()
        .filter(first_published_at__gte=since, first_published_at__lt=until)
    )
    for row in rows.order_by("starts", "pk")[:MOST]:
        when = date_format(timezone.localtime(row.starts), "l j F Y, H:i")
        yield News(row.title, row.get_absolute_url(), f"{when}, {row.place}" if row.place else when)


def opened(since: datetime.datetime, until: datetime.datetime) -> Iterator[News]:
    """Consultations that opened between two moments and can still be answered."""
    rows = Consultation.objects.open().filter(opened_at__gte=since, opened_at__lt=until)
    for row in rows.order_by("closes", "pk")[:MOST]:
        until_when = date_format(timezone.localtime(row.closes), "j F Y, H:i")
        yield News(row.title, row.get_absolute_url(), f"answer until {until_when}")


register(Source("meetings", "Meetings", announced, order=10))
register(Source("events", "Events", published, order=12))
register(Source("consultations", "Asked of everybody", opened, order=14))
