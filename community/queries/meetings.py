"""What the pages of meetings read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from common.remembered import remembered
from mission.models import Node, Priority, Strand
from opportunities.models import Opportunity
from profiles.models import Organisation

from ..models import AgendaItem, Meeting, MemberUpdate, Paper
from ..timetable import Slot, slots

DESK = "community.desk_meetings"
OF_ITEMS = [field.attname for field in AgendaItem._meta.concrete_fields]
OF_BESIDE = ["opportunity__kind", "opportunity__slug", "opportunity__title", "opportunity__live"]
POINTS: Any = (
    (Strand, Cast(Value(0), IntegerField()), "short"),
    (Priority, Cast(Value(0), IntegerField()), "short"),
    (Node, F("row__order"), "title"),
)
BESIDE = "beside"
PAGES_OF_POINTS = {0: "/mission/", 1: "/vision/"}
for _way in ("moved_to", "moved_from"):
    OF_BESIDE += [f"{_way}__{name}" for name in ("title", "state", "moved_from", "meeting")]
    OF_BESIDE += [f"{_way}__meeting__{name}" for name in ("title", "on", "part", "announced_at")]


def agenda_of(meeting: Meeting) -> list[Slot]:
    """The items with numbers and times, their papers and where postponed ones went; two queries."""
    rows = AgendaItem.objects.filter(meeting=meeting).select_related(
        "opportunity", "moved_to__meeting", "moved_from__meeting"
    )
    rows = rows.only(*OF_ITEMS, *OF_BESIDE)
    papers = Prefetch("papers", queryset=Paper.objects.order_by("pk"))
    return slots(rows.prefetch_related(papers), starts=meeting.starts)


def updates_of(meeting: Meeting) -> QuerySet[MemberUpdate]:
    """What organisations in good standing wrote, by their names."""
    rows = MemberUpdate.objects.filter(
        meeting=meeting, organisation__in=Organisation.objects.public()
    )
    return rows.select_related("organisation").order_by("organisation__name")


def number_of_updates() -> Coalesce:
    """How many of them there are, as a column of a query of meetings."""
    rows = MemberUpdate.objects.filter(
        meeting=OuterRef("pk"), organisation__in=Organisation.objects.public().order_by()
    )
    counted = rows.order_by().values("meeting").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


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


def beside(meeting: Meeting) -> tuple[Around, list[dict[str, Any]]]:
    """What is around it and what it points at, remembered: the same for every reader."""
    return remembered(BESIDE, lambda: (around(meeting), points_of(meeting)), of=meeting.pk)


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


def years(rows: QuerySet[Meeting]) -> list[int]:
    """In which years there were any, the last first."""
    return [day.year for day in rows.order_by().dates("on", "year", order="DESC")]


def points_of(meeting: Meeting) -> list[dict[str, Any]]:
    """The strands, priorities and steps of the theory that it points at, as links. One query."""
    strands, priorities, steps = (
        model.objects.filter(meetings=meeting.pk)
        .order_by()
        .values_list(_number(kind), line, "order", "pk", words, "slug")
        for kind, (model, line, words) in enumerate(POINTS)
    )
    found = sorted(strands.union(priorities, steps, all=True))
    return [
        {"title": words, "url": PAGES_OF_POINTS.get(kind) or Node(slug=slug).get_absolute_url()}
        for kind, *_, words, slug in found
    ]


def _number(number: int) -> Cast:
    return Cast(Value(number), IntegerField())
