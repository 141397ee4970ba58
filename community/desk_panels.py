"""What of meetings wants a custodian."""

from typing import Any

from django.core.cache import cache

from common.desk_panels import Panel, register

from .gaps import for_the_desk as _gaps  # noqa: F401  (importing registers the queue of gaps)
from .hosting_panel import offers as _offers  # noqa: F401  (the same of offers to host)
from .models import Meeting
from .queries.meetings import DESK

MINUTES = 5 * 60
MOST_SHOWN = 5


def meetings() -> dict[str, Any]:
    """The next ones, and those that nobody announced yet; five minutes old at most."""
    return cache.get_or_set(DESK, _meetings, MINUTES) or {}


def _meetings() -> dict[str, Any]:
    rows = [
        {"pk": row.pk, "title": row.title, "starts": row.starts, "announced": row.is_announced}
        for row in Meeting.objects.coming().taking_place()[:MOST_SHOWN]
    ]
    return {"rows": rows, "count": sum(not row["announced"] for row in rows)}


register(
    Panel(
        name="meetings",
        title="Meetings",
        template="community/desk_panel.html",
        load=meetings,
        order=40,
    )
)
