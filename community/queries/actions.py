"""Lists of actions: the public one, those of a member, those that a meeting finds open."""

from typing import Any

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When
from django.utils import timezone

from ..choices.notes import Step
from ..models import Action, Attendance, Meeting
from .notes import OF_ACTIONS, OF_PEOPLE, Mask, action_line

DESK_ACTIONS, DESK_REMOVALS = "community.desk_actions", "community.desk_removals"
MOST_MATTERS = 50
OF_LINES = ("step", "meeting__title", "meeting__on", "meeting__part")


def with_owners(actions: Any) -> Any:
    """With what a row draws, in three queries whatever their number."""
    owners = Prefetch("owners", Attendance.objects.for_pages())
    return actions.select_related("meeting", "item").prefetch_related(owners)


def for_lines(actions: Any) -> Any:
    """With what :func:`lines` reads of an action and its meeting."""
    return actions.select_related("meeting").only(*OF_ACTIONS, *OF_LINES)


def public_open() -> QuerySet[Action]:
    """Open actions of published notes: what was taken to the top of the list, then by day."""
    first = Case(
        When(step=Step.PUBLIC, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = Action.objects.open().public().with_age()
    return for_lines(rows).order_by(first, *rows.query.order_by)


def lines(actions: Any) -> list[dict[str, Any]]:
    """Actions of several meetings for the public: each with the names that its own meeting may show.

    Everybody of those meetings is asked about once, so that a text names nobody who did not agree.
    """
    rows = list(actions)
    people: dict[int, list[Attendance]] = {}
    there = Attendance.objects.filter(meeting__in={row.meeting_id for row in rows}).for_pages()
    for one in there.only("meeting", *OF_PEOPLE):
        people.setdefault(one.meeting_id, []).append(one)
    masks = {pk: Mask(found) for pk, found in people.items()}
    pairs = set(
        Action.owners.through.objects.filter(action__in=[row.pk for row in rows])
        .order_by()
        .values_list("action_id", "attendance_id")
    )
    owners = {
        row.pk: [one for one in people.get(row.meeting_id, ()) if (row.pk, one.pk) in pairs]
        for row in rows
    }
    return [
        {
            **action_line(row, masks.get(row.meeting_id), owners[row.pk]),
            "asks": row.step == Step.PUBLIC,
            "meeting": row.meeting.title,
            "on": row.meeting.on,
            "url": row.meeting.get_absolute_url(),
        }
        for row in rows
    ]


def own_open(user: Any) -> QuerySet[Action]:
    """What a member still has to do."""
    return Action.objects.open().of(user).with_age().select_related("meeting")


def matters_arising(meeting: Meeting) -> QuerySet[Action]:
    """What earlier meetings of the series left open, with its age: they collect themselves."""
    return with_owners(Action.objects.brought_to(meeting).with_age())


def public_matters(meeting: Meeting) -> list[dict[str, Any]]:
    """The same for everybody: of published notes only, and while the meeting is still to come."""
    if meeting.ends < timezone.now():
        return []
    brought = Action.objects.brought_to(meeting).public().with_age()
    return lines(for_lines(brought)[:MOST_MATTERS])
