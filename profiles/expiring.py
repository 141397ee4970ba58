"""Offers that are shown until a day. Whoever gives them renews them, and was sent a link for it."""

import datetime
from collections.abc import Iterator

from common.expiring import MOST, Ending, register

from .models import Offer


def running_out(first: datetime.date, last: datetime.date) -> Iterator[Ending]:
    """Public offers whose last day lies between two days."""
    rows = Offer.objects.public().filter(
        state__lifecycle__in=["open", "paused", "full"],
        state__expires_on__gte=first,
        state__expires_on__lte=last,
    )
    for row in rows.select_related("state").order_by("state__expires_on", "pk")[:MOST]:
        yield Ending(
            kind="offer",
            pk=row.pk,
            what="Offer",
            title=row.title,
            url=row.get_absolute_url(),
            day=row.state.expires_on,
        )


register("offer", running_out)
