"""What of opportunities wants a custodian, beside the queue of decisions that the desk itself shows."""

from typing import Any

from django.core.cache import cache
from django.utils import timezone

from common.desk_panels import Panel, register

from . import queries
from .choices import ScopingState
from .correction_choices import CorrectionState
from .models import Correction
from .models.checks import what_parties_lack
from .queries import applications, corrections, placements
from .queries import scoping as scopings
from .services.scoping import UNTAKEN

FIVE_MINUTES = 5 * 60  # seconds
MOST_SHOWN = 30


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
        minutes=3,
    )
)


def answering() -> dict[str, Any]:
    """How organisations answer those who apply: counts only, five minutes old at most.

    The desk asks many things already, and nothing here changes from one minute to the next.
    """
    found = cache.get_or_set(
        "opportunities.answering",
        lambda: list(applications.answering_by_organisation()),
        FIVE_MINUTES,
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
        minutes=2,
    )
)


def help_wanted() -> dict[str, Any]:
    """Drafts whose authors ask for help: what nobody has taken comes first, the oldest on top.

    Asked anew after each change, and five minutes old at most, for the same reason.
    """
    return cache.get_or_set(scopings.DESK, _help_wanted, FIVE_MINUTES) or {}


def _help_wanted() -> dict[str, Any]:
    late = timezone.now() - UNTAKEN
    rows = [
        {
            "title": row.opportunity.title,
            "organisation": row.opportunity.hosts,
            "url": row.get_absolute_url(),
            "asked_at": row.asked_at,
            "question": row.question,
            "wants_hour": row.wants_hour,
            "is_taken": row.state != ScopingState.ASKED,
            "is_late": row.state == ScopingState.ASKED and row.asked_at < late,
        }
        for row in scopings.on_the_desk()[:MOST_SHOWN]
    ]
    return {
        "rows": rows,
        "count": sum(not row["is_taken"] for row in rows),
        "late": any(row["is_late"] for row in rows),
        "more": len(rows) == MOST_SHOWN,
    }


register(
    Panel(
        name="help",
        title="Help wanted with drafts",
        template="opportunities/desk_help.html",
        load=help_wanted,
        order=22,
        minutes=5,
    )
)


def placements_at_risk() -> dict[str, Any]:
    """Placements with something to look at, as counts; five minutes old at most."""
    found = cache.get_or_set("opportunities.risks", placements.risk_counts, FIVE_MINUTES) or {}
    rows = [(placements.KINDS[kind], count) for kind, count in found.items() if count]
    return {"rows": rows, "count": sum(count for _, count in rows)}


register(
    Panel(
        name="placements",
        title="Placements to look at",
        template="opportunities/desk_risks.html",
        load=placements_at_risk,
        order=26,
        minutes=3,
    )
)


def corrections_waiting() -> dict[str, Any]:
    """How many states wait to be put right by a second custodian; asked anew after each change."""

    def count() -> int:
        return Correction.objects.filter(state=CorrectionState.PROPOSED).count()

    return {"count": cache.get_or_set(corrections.DESK, count, FIVE_MINUTES)}


register(
    Panel(
        name="corrections",
        title="States to put right",
        template="opportunities/desk_corrections_panel.html",
        load=corrections_waiting,
        order=27,
        minutes=3,
    )
)
