"""Terms of office that end. The office is named, never who holds it."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from common.expiring import MOST, Ending, register

from .models import OfficeHolder


def terms(first: datetime.date, last: datetime.date) -> Iterator[Ending]:
    """Terms whose last day lies between two days."""
    rows = OfficeHolder.objects.filter(ends__gte=first, ends__lte=last)
    for row in rows.order_by("ends", "pk")[:MOST]:
        edit = reverse("community:office_edit", args=[row.pk])
        yield Ending(
            kind="office",
            pk=row.pk,
            what="Term of office",
            title=row.role,
            url=edit,
            day=row.ends,
            act="Enter who follows",
            act_url=reverse("community:offices"),
        )


register("office", terms)
