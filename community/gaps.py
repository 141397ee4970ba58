"""What the next meeting still lacks, in words and with the day by which it is wanted."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from common.desk_panels import Panel, register

from .choices.gatherings import Mode
from .models import AgendaItem, Meeting

HOST_BEFORE = datetime.timedelta(days=42)
PLACE_BEFORE = datetime.timedelta(days=28)
AGENDA_BEFORE = datetime.timedelta(days=21)
ANNOUNCED_BEFORE = datetime.timedelta(days=21)


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, and by when it is wanted."""

    what: str
    by: datetime.date
    act: str
    url: str
    counted: bool = True

    @property
    def is_late(self) -> bool:
        return self.by < timezone.localdate()


def next_meeting(*, now: datetime.datetime | None = None) -> Meeting | None:
    """The next one that has not been called off, announced or not."""
    ahead = Meeting.objects.filter(starts__gte=now or timezone.now(), called_off_at__isnull=True)
    items = Exists(AgendaItem.objects.filter(meeting=OuterRef("pk")))
    return ahead.annotate(has_agenda=items).select_related("host").order_by("starts", "pk").first()


def gaps_of(meeting: Meeting) -> list[Gap]:
    """What it lacks, the most urgent first."""
    return sorted(_gaps(meeting), key=lambda gap: gap.by)


def _gaps(meeting: Meeting) -> Iterator[Gap]:
    day = timezone.localtime(meeting.starts).date()
    edit = reverse("community:desk_meeting_edit", args=[meeting.pk])
    build = reverse("community:desk_meeting", args=[meeting.pk])
    if meeting.host_id is None and meeting.mode != Mode.ONLINE:
        yield Gap("Nobody hosts it yet", day - HOST_BEFORE, "Name a host", edit)
    if not meeting.place and meeting.mode != Mode.ONLINE:
        yield Gap("It has no place", day - PLACE_BEFORE, "Say where", edit)
    if meeting.place and not meeting.ways:
        what = "It does not say how to get there, or about steps and lifts"
        yield Gap(what, day - PLACE_BEFORE, "Say how", edit)
    if not getattr(meeting, "has_agenda", True):
        first = reverse("community:desk_item_new", args=[meeting.pk])
        yield Gap("It has no agenda", day - AGENDA_BEFORE, "Write its first item", first)
    if meeting.announced_at is None:
        # The queue of meetings counts it already.
        yield Gap("It is not announced", day - ANNOUNCED_BEFORE, "Look and announce", build, False)


def for_the_desk() -> dict[str, Any]:
    """The next meeting with its gaps. One query."""
    meeting = next_meeting()
    if meeting is None:
        return {"meeting": None, "gaps": [], "count": 1, "late": False}
    gaps = gaps_of(meeting)
    return {
        "meeting": meeting,
        "gaps": gaps,
        "count": sum(gap.counted for gap in gaps),
        "late": any(gap.is_late for gap in gaps),
    }


register(
    Panel(
        name="next_meeting",
        title="Gaps in the next meeting",
        template="community/desk_next_meeting.html",
        load=for_the_desk,
        order=50,
        minutes=5,
    )
)
