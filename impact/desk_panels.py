"""Outcomes that wait for a custodian, and how many people are still in the region."""

from typing import Any

from django.utils import timezone

from common.desk_panels import Panel, register
from common.pages import first_of

from .models import Ask, Outcome

SHOWN, LATE_DAYS, FEWEST = 10, 14, 5


def outcomes() -> dict[str, Any]:
    """The oldest first, each with whether every side has agreed; what people said later, if enough did."""
    rows, count = first_of(Outcome.objects.waiting().prefetch_related("consents"), SHOWN)
    now = timezone.now()
    said = Ask.objects.exclude(still_here="").count()
    return {
        "rows": [_row(row, now) for row in rows],
        "count": count,
        "late": any((now - row.sent_in_at).days > LATE_DAYS for row in rows),
        "said": said if said >= FEWEST else 0,
        "here": Ask.objects.filter(still_here="yes").count() if said >= FEWEST else 0,
    }


def _row(row: Outcome, now: Any) -> dict[str, str]:
    silent = sum(not one.may_publish for one in row.consents.all())
    note = f"{silent} of the sides has not agreed yet" if silent == 1 else ""
    note = note or (f"{silent} of the sides have not agreed yet" if silent else "All sides agreed")
    days = (now - row.sent_in_at).days
    since = "today" if not days else f"{days} {'day' if days == 1 else 'days'} ago"
    return {
        "title": row.title,
        "url": f"/desk/outcomes/{row.pk}/",
        "note": f"{note}. Sent in {since}",
    }


register(
    Panel(
        name="outcomes",
        title="Outcomes to verify",
        template="impact/desk_panel.html",
        load=outcomes,
        order=46,
        minutes=4,
    )
)
