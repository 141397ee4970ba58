"""What of the Forum's life needs somebody now."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from common.needs_me import Entry, Source, register

from .choices.bookings import BookingState
from .models import Booking

SOON = datetime.timedelta(days=3)


def booked_soon(user: Any) -> QuerySet:
    """What the user has a place at in the next days: come, or give it back in time."""
    now = timezone.now()
    days = (now, now + SOON)
    return (
        Booking.objects.for_pages()
        .of(user)
        .filter(state=BookingState.PLACED, sheet__called_off_at=None)
        .filter(Q(sheet__event__starts__range=days) | Q(sheet__meeting__starts__range=days))
        .order_by("pk")
    )


def _booked(row: Booking) -> Entry:
    return Entry(
        title=f"Come, or give your place back: {row.sheet.gathering}",
        why="You have a place. If you cannot come, whoever waits gets it.",
        by=row.sheet.gathering.starts,
        url=row.get_absolute_url(),
    )


register(Source("bookings", "you", rows=booked_soon, entry=_booked))
