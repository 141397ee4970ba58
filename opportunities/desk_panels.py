"""What of opportunities wants a custodian, beside the queue of decisions that the desk itself shows."""

from typing import Any

from django.core.cache import cache

from common.desk_panels import Panel, register

from . import queries
from .models.checks import what_parties_lack
from .queries import applications

MINUTES = 5 * 60


def held_up() -> dict[str, Any]:
    """What waits for a decision and could not be published yet, with the reason in words."""
    rows = []
    for opportunity, _ in queries.waiting_for_decision():
        if stops := what_parties_lack(opportunity):
            rows.append(
                {
                    "title": opportunity.title,
                    "url": f"{opportunity.get_absolute_url()}decide/",
                    "note": " ".join(stops),
                }
            )
    return {"rows": rows, "count": len(rows)}


register(
    Panel(
        name="opportunities",
        title="Opportunities that are held up",
        template="opportunities/desk_blocked.html",
        load=held_up,
        order=20,
    )
)


def answering() -> dict[str, Any]:
    """How organisations answer those who apply: counts only, five minutes old at most.

    The desk asks many things already, and nothing here changes from one minute to the next.
    """
    found = cache.get_or_set(
        "opportunities.answering", lambda: list(applications.answering_by_organisation()), MINUTES
    )
    rows = found or []
    return {"rows": rows, "count": sum(row["late"] for row in rows)}


register(
    Panel(
        name="answering",
        title="How hosts answer",
        template="opportunities/desk_answering.html",
        load=answering,
        order=25,
    )
)
