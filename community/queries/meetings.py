"""What the pages of meetings read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from common.remembered import remembered
from mission.points import saved_points
from opportunities.models import Opportunity
from profiles.models import Organisation

from ..models import AgendaItem, Meeting, MemberUpdate, Paper
from ..timetable import Slot, slots

DESK = "community.desk_meetings"
OF_ITEMS = [field.attname for field in AgendaItem._meta.concrete_fields]
OF_BESIDE = ["opportunity__kind", "opportunity__slug", "opportunity__title", "opportunity__live"]
BESIDE, YEARS = "beside", "years"
for _way in ("moved_to", "moved_from"):
    OF_BESIDE += [f"{_way}__{name}" for name in ("title", "state", "moved_from", "meeting")]
    OF_BESIDE += [f"{_way}__meeting__{name}" for name in ("title", "on", "part", "announced_at")]


def agenda_of(meeting: Meeting) -> list[Slot]:
    """The items with numbers and times, ``all_papers`` and where postponed ones went; two queries."""
    rows = AgendaItem.objects.filter(meeting=meeting).select_related(
        "opportunity", "moved_to__meeting", "moved_from__meeting"
    )
    rows = rows.only(*OF_ITEMS, *OF_BESIDE)
    papers = Prefetch("papers", queryset=Paper.objects.order_by("pk"), to_attr="all_papers")
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


@dataclass(frozen=True)
class Beside:
    """What lies around a meeting: what it points at, how many organisations wrote an update, and how
    many meetings of its series took place since."""

    around: Around
    points: list[dict[str, Any]]
    updates: int
    later: int


def beside(meeting: Meeting) -> Beside:
    """Remembered: the same for every reader."""
    return remembered(BESIDE, lambda: _beside(meeting), of=meeting.pk)


def _beside(meeting: Meeting) -> Beside:
    points = saved_points("meetings", meeting.pk)
    return Beside(around(meeting), points, updates_of(meeting).count(), later_than(meeting))


def around(meeting: Meeting) -> Around:
    """One query, of what a link to them needs."""
    rows: Any = Meeting.objects.public()
    after, before = rows.after(meeting), rows.before(meeting)
    rows = rows.taking_place().filter(
        Q(starts=after.values("starts")[:1]) | Q(starts=before.values("starts")[:1]),
        series=meeting.series_id,
    )
    found = list(rows.only("title", "on", "part", "starts").order_by("pk"))
    return Around(
        following=next((row for row in found if row.starts > meeting.starts), None),
        former=next((row for row in reversed(found) if row.starts < meeting.starts), None),
    )


def later_than(meeting: Meeting) -> int:
    """How many meetings of its series took place since: its actions were carried over so many."""
    rows = Meeting.objects.filter(
        series=meeting.series_id, starts__gt=meeting.starts, starts__lte=timezone.now()
    )
    return rows.filter(called_off_at=None).order_by().count()


def years_over() -> list[int]:
    """In which years there were any that everybody may see, the last first; remembered."""
    rows = Meeting.objects.public().over().order_by()
    return remembered(YEARS, lambda: [day.year for day in rows.dates("on", "year", order="DESC")])
