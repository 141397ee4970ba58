"""What of matching waits, for the custodians' desk."""

from django.utils import timezone

from common.desk_panels import Panel, register
from common.pages import first_of

from . import cards, queries
from .choices import WAITING_STATES
from .models import Introduction

SHOWN = 10


def waiting() -> dict:
    """Introductions that wait for an answer, oldest first, and the last run over everything."""
    rows = Introduction.objects.filter(state__in=WAITING_STATES)
    found, count = first_of(queries.for_lists(rows).order_by("created"), SHOWN)
    now = timezone.now()
    return {
        "rows": [
            {
                "title": row.opportunity.title,
                "url": row.get_absolute_url(),
                "note": f"{row.opportunity.hosts} and {cards.supply_title(row)}: "
                f"asked for {_ago((now - row.created).days)}, "
                f"ends {_ahead((row.expires_at - now).days)}",
            }
            for row in found
        ],
        "count": count,
        "run": queries.last_full_run(),
    }


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _ahead(days: int) -> str:
    return "today" if days < 1 else "tomorrow" if days == 1 else f"in {days} days"


register(
    Panel(
        name="introductions",
        title="Introductions",
        template="matching/desk_introductions.html",
        load=waiting,
        order=40,
    )
)
