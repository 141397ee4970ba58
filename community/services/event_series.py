"""Many at once: dates of a series as drafts of their own, and drafts from a flier or a calendar file."""

import calendar
import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from common.activity import record
from common.policies import demand
from profiles.models import User

from ..clock import NoSuchTime, local, span
from ..models import Event, EventState
from ..policies.events import may_edit_event
from .events import FIELDS, draft_event, points_at, submit_event

MOST_DATES = 60
LONGEST = 366
"""Days that a series may last: whoever holds it for longer says so again in a year."""
MOST_AT_ONCE = 40


class Every(TextChoices):
    """How often something comes again."""

    WEEK = "week", "Every week"
    FORTNIGHT = "fortnight", "Every two weeks"
    MONTH_DAY = "month_day", "Every month, on the same date"
    MONTH_WEEKDAY = "month_weekday", "Every month, on the same weekday, such as the third Tuesday"


def later_days(
    first: datetime.date, every: str, until: datetime.date
) -> tuple[list[datetime.date], bool]:
    """The days after ``first`` up to ``until``, and whether the limits of a series cut some off."""
    last = min(until, first + datetime.timedelta(days=LONGEST))
    days: list[datetime.date] = []
    for number in range(1, LONGEST):
        day = _nth(first, every, number)
        if day is None:
            continue
        if day > last:
            return days, until > last
        if len(days) == MOST_DATES:
            return days, True
        days.append(day)
    return days, False


def _nth(first: datetime.date, every: str, number: int) -> datetime.date | None:
    """The day of the ``number``-th time after the first; None in a month that has no such day."""
    if every in (Every.WEEK, Every.FORTNIGHT):
        weeks = number * (2 if every == Every.FORTNIGHT else 1)
        return first + datetime.timedelta(weeks=weeks)
    months = first.year * 12 + first.month - 1 + number
    year, month = divmod(months, 12)
    if every == Every.MONTH_DAY:
        length = calendar.monthrange(year, month + 1)[1]
        return datetime.date(year, month + 1, first.day) if first.day <= length else None
    start = datetime.date(year, month + 1, 1)
    ahead = (first.weekday() - start.weekday()) % 7 + 7 * ((first.day - 1) // 7)
    day = start + datetime.timedelta(days=ahead)
    return day if day.month == start.month else None


def times_on(event: Event, day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """When the same event starts and ends on another day, by the clocks of that day.

    Raises :class:`~community.clock.NoSuchTime` in the hour that the clocks leave out.
    """
    starts, ends = local(event.starts), local(event.ends)
    last = day + (ends.date() - starts.date())
    return span(day, starts.time(), last, ends.time())


def days_without_that_hour(event: Event, days: Iterable[datetime.date]) -> list[datetime.date]:
    """Those on which the clocks leave its time out."""
    found = []
    for day in days:
        try:
            times_on(event, day)
        except NoSuchTime:
            found.append(day)
    return found


@transaction.atomic
def repeat_event(event: Event, *, by: User, days: Iterable[datetime.date]) -> list[Event]:
    """Draft the same on other days: rows of their own, which can be changed and called off alone.

    What was sent in or published already makes them sent in as well. Raises PermissionDenied unless it
    is theirs, ValueError for none or too many days.
    """
    demand(may_edit_event(by, event))
    wanted = sorted(set(days))
    if not wanted:
        raise ValueError("There is no later day within these limits.")
    if len(wanted) > MOST_DATES:
        raise ValueError(f"At most {MOST_DATES} dates at once.")
    state = EventState.objects.select_for_update(of=("self",)).get(pk=event.pk)
    together = state.together or uuid.uuid4().hex
    EventState.objects.filter(pk=state.pk).update(together=together)
    text = event if event.live else event.get_latest_revision_as_object()
    themes, points = list(text.themes.all()), points_at(text)
    made = []
    for day in wanted:
        starts, ends = times_on(text, day)
        said = {name: getattr(text, name) for name in FIELDS} | {"starts": starts, "ends": ends}
        one = draft_event(
            by=by, themes=themes, points=points, together=together, is_demo=event.is_demo, **said
        )
        if event.live or state.submitted_by_id:
            one = submit_event(one, by=by)
        made.append(one)
    record("community.event_repeated", by=by, about=event, dates=len(made))
    return made


@transaction.atomic
def draft_several(
    found: Iterable[Mapping[str, Any]], *, by: User, send_in: bool = False
) -> list[Event]:
    """Drafts of what was read from one flier or one calendar file and checked by ``by``.

    Raises PermissionDenied, ValueError for none or too many.
    """
    rows = list(found)
    if not rows:
        raise ValueError("Tick at least one.")
    if len(rows) > MOST_AT_ONCE:
        raise ValueError(f"At most {MOST_AT_ONCE} at once.")
    together = uuid.uuid4().hex if len(rows) > 1 else ""
    made = [draft_event(by=by, together=together, **row) for row in rows]
    return [submit_event(one, by=by) for one in made] if send_in else made
