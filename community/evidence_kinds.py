"""Events and meetings as evidence for the Forum's records: events published, meetings announced."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from common.evidence_kinds import Kind, register

from .addresses import page_of
from .choices.events import EventLifecycle
from .models import Event, Meeting


def _events() -> QuerySet:
    return Event.objects.public().order_by("-starts", "-pk")
    # SQLite reads an index that begins with a truth only where it is compared with something.
    return Event.objects.filter(live__in=[True]).order_by("-starts", "-pk")


def _meetings() -> QuerySet:
    return Meeting.objects.filter(announced_at__isnull=False).order_by("-starts", "-pk")


def _row(gathering: Any, note: str = "") -> dict[str, Any]:
    day = date_format(timezone.localtime(gathering.starts), "j F Y")
    where = gathering.place or (gathering.district.name if gathering.district else "")
    return {
        "title": gathering.title,
        "url": page_of(gathering),
        "summary": gathering.summary or where,
        "aside": [line for line in (day.replace(" ", "\N{NO-BREAK SPACE}"), note) if line],
    }


def _event(event: Event) -> dict[str, Any]:
    state = getattr(event, "state", None)
    off = state is not None and state.lifecycle == EventLifecycle.CALLED_OFF
    return _row(event, "Called off" if off else "")


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return _row(meeting, "Called off" if meeting.called_off_at else "")


register(
    Kind(
        name="events",
        title="Events",
        one="event",
        many="events",
        public=_events,
        prepared=lambda rows: rows.select_related("district", "state"),
        row=_event,
        order=30,
    )
)
register(
    Kind(
        name="meetings",
        title="Meetings",
        one="meeting",
        many="meetings",
        public=_meetings,
        prepared=lambda rows: rows.select_related("district"),
        row=_meeting,
        order=20,
    )
)
