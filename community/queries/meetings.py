"""What the pages of meetings read."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from opportunities.models import Opportunity
from profiles.models import Organisation

from ..models import AgendaItem, Meeting, MemberUpdate, Paper
from ..timetable import Slot, slots

DESK = "community.desk_meetings"


def agenda_of(meeting: Meeting) -> list[Slot]:
    """The items with numbers and times, their papers and where postponed ones went; three queries."""
    rows = AgendaItem.objects.filter(meeting=meeting).select_related(
        "opportunity", "moved_to__meeting", "moved_from__meeting"
    )
    papers = Prefetch("papers", queryset=Paper.objects.order_by("pk"))
    return slots(rows.prefetch_related(papers), starts=meeting.starts)


def updates_of(meeting: Meeting) -> QuerySet[MemberUpdate]:
    """What organisations in good standing wrote, by their names."""
    rows = MemberUpdate.objects.filter(
        meeting=meeting, organisation__in=Organisation.objects.public()
    )
    return rows.select_related("organisation").order_by("organisation__name")


def without_update(meeting: Meeting) -> QuerySet[Organisation]:
    """Whoever has written nothing for it yet."""
    wrote = MemberUpdate.objects.filter(meeting=meeting).values("organisation")
    return Organisation.objects.public().exclude(pk__in=wrote).order_by("name")


def proposals_for(meeting: Meeting) -> QuerySet[Opportunity]:
    """What authors asked to talk about and no agenda holds yet, the first asked on top."""
    taken = AgendaItem.objects.filter(meeting=meeting, opportunity__isnull=False)
    rows = Opportunity.objects.for_next_meeting().exclude(pk__in=taken.values("opportunity"))
    return rows.for_cards()


@dataclass(frozen=True)
class Around:
    """The meetings beside one: what comes next, and what came before, as everybody sees them."""

    following: Meeting | None
    former: Meeting | None


def around(meeting: Meeting) -> Around:
    return Around(
        following=Meeting.objects.public().after(meeting).first(),
        former=Meeting.objects.public().before(meeting).first(),
    )


def years(rows: QuerySet[Meeting]) -> list[int]:
    """In which years there were any, the last first."""
    return [day.year for day in rows.order_by().dates("on", "year", order="DESC")]
