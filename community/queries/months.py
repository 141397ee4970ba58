"""One month as weeks of days, each with what takes place: events, and meetings of the Forum."""

import calendar
import datetime
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS

from ..choices.events import EventLifecycle
from ..clock import local
from ..models import Event, Meeting
from ..querysets.events import midnight, next_month

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_A_DAY = 6
MOST_A_MONTH = 600


@dataclass(frozen=True)
class Item:
    """What a day's cell says of one event or meeting."""

    title: str
    url: str
    time: str
    cancelled: bool = False


@dataclass
class Day:
    """One cell. ``out`` are days of the months beside it, without anything in them."""

    date: datetime.date
    out: bool = False
    today: bool = False
    items: list[Item] = field(default_factory=list)
    more: int = 0
    """How many take place beside the few that ``items`` names."""

    @property
    def words(self) -> str:
        return f"{WEEKDAYS[self.date.weekday()]} {self.date.day} {MONTHS[self.date.month]}"


@dataclass
class Month:
    """The grid, and how much of the month is in it."""

    first: datetime.date
    weeks: list[list[Day]]
    count: int
    cut: bool

    @property
    def before(self) -> datetime.date | None:
        day = (self.first - datetime.timedelta(days=1)).replace(day=1)
        return day if day.year >= FIRST_YEAR else None

    @property
    def after(self) -> datetime.date | None:
        day = next_month(self.first)
        return day if day.year <= LAST_YEAR else None


def month(year: int, number: int) -> Month:
    """What takes place in a month, in a constant number of queries."""
    today = timezone.localdate()
    first = datetime.date(year, number, 1)
    weeks = [
        [Day(date, out=date.month != number, today=date == today) for date in week]
        for week in calendar.Calendar().monthdatescalendar(year, number)
    ]
    days = {day.date: day for week in weeks for day in week if not day.out}
    rows = Event.objects.public().in_month(year, number).order_by("starts", "pk")
    fields = ("title", "slug", "starts", "ends", "state__lifecycle")
    found: list[Any] = list(rows.values_list(*fields, named=True)[: MOST_A_MONTH + 1])
    meetings = Meeting.objects.public().filter(
        starts__lt=midnight(next_month(first)), ends__gt=midnight(first)
    )
    meetings = meetings.only("title", "on", "part", "starts", "ends", "called_off_at")
    found += meetings.order_by("starts", "pk")[:MOST_A_MONTH]
    found.sort(key=lambda row: row.starts)
    for row in found[:MOST_A_MONTH]:
        _lay(row, days)
    return Month(first, weeks, min(len(found), MOST_A_MONTH), len(found) > MOST_A_MONTH)


def _item(row: Any, time: str) -> Item:
    if isinstance(row, Meeting):
        return Item(row.title, row.get_absolute_url(), time, row.called_off_at is not None)
    url = reverse("community:event", args=[row.slug])
    return Item(row.title, url, time, row.state__lifecycle == EventLifecycle.CALLED_OFF)


def _lay(row: Any, days: dict[datetime.date, Day]) -> None:
    """Put it on each of its days that the month has. What ends at midnight has no part in the next day."""
    starts = local(row.starts)
    last = local(row.ends - datetime.timedelta(microseconds=1)).date()
    first_shown, last_shown = min(days), max(days)
    day = max(starts.date(), first_shown)
    while day <= min(last, last_shown):
        if len(days[day].items) < MOST_A_DAY:
            time = f"{starts:%H:%M}" if day == starts.date() else ""
            days[day].items.append(_item(row, time))
        else:
            days[day].more += 1
        day += datetime.timedelta(days=1)
