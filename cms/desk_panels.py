"""What of the public pages wants a custodian: terms of office that end, and links that lead nowhere."""

import datetime
from typing import Any

from django.utils import timezone

from common.desk_panels import Panel, register
from common.pages import first_of
from community.models import OfficeHolder

FORTNIGHT = datetime.timedelta(days=14)
SOON = datetime.timedelta(days=60)
SHOWN = 5


def pages() -> dict[str, Any]:
    """Terms that end within two months, but for those among all that ends this fortnight: one query."""
    today = timezone.localdate()
    ending = OfficeHolder.objects.ending(today, within=SOON).filter(ends__gt=today + FORTNIGHT)
    ending = ending.order_by("ends", "pk")
    rows, count = first_of(ending, SHOWN)
    return {"rows": rows, "count": count}


register(
    Panel(
        name="pages",
        title="Public pages",
        template="cms/desk_pages.html",
        load=pages,
        order=90,
        keeps=False,
    )
)
