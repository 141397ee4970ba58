"""What of matching waits, for the custodians' desk."""

from django.utils import timezone

from common.desk_panels import Panel, register

from . import cards, queries
from .choices import WAITING_STATES
from .models import Introduction

SHOWN = 10


def waiting() -> dict:
    """Introductions that wait for an answer, oldest first, and the last run over everything."""
    rows = Introduction.objects.filter(state__in=WAITING_STATES)
    now = timezone.now()
    return {
        "rows": [
            {
                "title": row.opportunity.title,
                "url": row.get_absolute_url(),
                "note": f"{row.opportunity.organisation.name} and {cards.supply_title(row)}: "
                f"{_days((now - row.created).days)} old, ends in "
                f"{_days(max(0, (row.expires_at - now).days))}",
            }
            for row in queries.for_lists(rows).order_by("created")[:SHOWN]
        ],
        "count": rows.count(),
        "run": queries.last_full_run(),
    }


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"


register(
    Panel(
        name="introductions",
        title="Introductions",
        template="matching/desk_introductions.html",
        load=waiting,
        order=40,
    )
)
