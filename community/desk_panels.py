"""What of meetings wants a custodian: the next ones, actions nobody has done, names to take out."""

import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from common.desk_panels import Panel, register
from common.pages import first_of

from .choices.consultations import ConsultationState
from .choices.notes import RemovalState
from .gaps import for_the_desk as _gaps  # noqa: F401  (importing registers the queue of gaps)
from .hosting_panel import offers as _offers  # noqa: F401  (the same of offers to host)
from .models import Action, Answer, BookingSheet, Comment, Consultation, Meeting, RemovalRequest
from .queries.actions import DESK_ACTIONS, DESK_REMOVALS
from .queries.meetings import DESK

MINUTES = 5 * 60
A_WEEK = datetime.timedelta(days=7)
MOST_SHOWN = 5
SHOWN = 8


def meetings() -> dict[str, Any]:
    """The next ones, and those that nobody announced yet; five minutes old at most."""
    return cache.get_or_set(DESK, _meetings, MINUTES) or {}


def _meetings() -> dict[str, Any]:
    rows = [
        {"pk": row.pk, "title": row.title, "starts": row.starts, "announced": row.is_announced}
        for row in Meeting.objects.coming().taking_place()[:MOST_SHOWN]
    ]
    return {"rows": rows, "count": sum(not row["announced"] for row in rows)}


SOON = datetime.timedelta(days=14)


def consultations() -> dict[str, Any]:
    """Closing soon, with texts to read, or closed without a report."""
    soon = Q(state=ConsultationState.OPEN, closes__lte=timezone.now() + SOON)
    closed = Q(state=ConsultationState.CLOSED)
    rows = Consultation.objects.annotate(to_read=Exists(_texts(Answer)) | Exists(_texts(Comment)))
    found = list(rows.filter(soon | closed | Q(to_read=True)).order_by("closes", "pk")[:10])
    wants = sum(row.to_read or row.state == ConsultationState.CLOSED for row in found)
    return {"rows": found, "count": len(found), "wants": wants}


def _texts(kind: Any) -> Any:
    return kind.objects.to_moderate().filter(response__consultation=OuterRef("pk"))


register(
    Panel(
        name="meetings",
        title="Meetings",
        template="community/desk_panel.html",
        load=meetings,
        order=40,
    )
)


def overdue_actions() -> dict[str, Any]:
    """Those whose day is over, and those without a day that were carried over.

    Whoever was chased is left in peace for a week. Asked anew after each change, and five minutes old
    at most.
    """
    return cache.get_or_set(DESK_ACTIONS, _overdue, MINUTES) or {}


def _overdue() -> dict[str, Any]:
    overdue = Action.objects.overdue().unchased(since=timezone.now() - A_WEEK)
    rows, count = first_of(overdue.select_related("meeting"), SHOWN)
    return {"rows": [_row(row) for row in rows], "count": count}


def _row(row: Action) -> dict[str, str]:
    parts = [f"Due on {row.due.day} {row.due:%B %Y}" if row.due else "", row.age, row.meeting.title]
    if row.step:
        parts.append(f"taken to: {row.get_step_display().lower()}")
    url = reverse("community:desk_action", args=[row.pk])
    return {"title": row.text, "note": "; ".join(filter(None, parts)), "url": url}


register(
    Panel(
        name="actions",
        title="Overdue actions",
        template="community/desk_actions_panel.html",
        load=overdue_actions,
        order=42,
    )
)


def names_to_take_out() -> dict[str, Any]:
    """Requests that somebody has confirmed, without their names; asked anew after each change."""
    return cache.get_or_set(DESK_REMOVALS, _names_to_take_out, MINUTES) or {}


def _names_to_take_out() -> dict[str, Any]:
    waiting = RemovalRequest.objects.filter(state=RemovalState.WAITING).order_by("asked_at", "pk")
    rows, count = first_of(waiting.values("pk", "meeting__title", "asked_at"), SHOWN)
    return {"rows": rows, "count": count}


register(
    Panel(
        name="not_named",
        title="Names to take out of notes",
        template="community/desk_removals_panel.html",
        load=names_to_take_out,
        order=43,
    )
)


def bookings() -> dict[str, Any]:
    """The next sheets, and how many places are taken; five minutes old at most."""
    return cache.get_or_set("community.desk_bookings", _bookings, MINUTES) or {}


def _bookings() -> dict[str, Any]:
    sheets = BookingSheet.objects.upcoming().for_pages().order_by("starts", "pk")
    rows = [
        {
            "title": sheet.gathering.title,
            "url": sheet.desk_url,
            "taken": sheet.taken,
            "places": sheet.places,
        }
        for sheet in sheets.filter(called_off_at=None)[:MOST_SHOWN]
    ]
    return {"rows": rows}


register(
    Panel(
        name="bookings",
        title="Bookings",
        template="community/desk_bookings_panel.html",
        load=bookings,
        order=42,
    )
)
register(
    Panel(
        name="consultations",
        title="Consultations",
        template="community/desk_consultations_panel.html",
        load=consultations,
        order=60,
    )
)
