"""Opportunities that stop taking people."""

import datetime
from collections.abc import Iterator

from common.expiring import MOST, Ending, register

from .models import Opportunity


def closing(first: datetime.date, last: datetime.date) -> Iterator[Ending]:
    """Open opportunities whose last day lies between two days."""
    rows = Opportunity.objects.open().filter(closes__gte=first, closes__lte=last)
    for row in rows.order_by("closes", "pk")[:MOST]:
        where = row.get_absolute_url()
        yield Ending(
            kind="opportunity",
            pk=row.pk,
            what=str(row.get_kind_display()),
            title=row.title,
            url=where,
            day=row.closes,
            act="Give it longer",
            act_url=f"{where}later/",
        )


register("opportunity", closing)
