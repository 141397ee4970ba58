"""Times as people type them in Birmingham, where an hour is left out in March and comes twice in October."""

import datetime
from zoneinfo import ZoneInfo

BIRMINGHAM = ZoneInfo("Europe/London")


class NoSuchTime(ValueError):
    """A time of day that the clocks leave out."""

    def __init__(self, moment: datetime.datetime) -> None:
        day = f"{moment.day} {moment:%B %Y}"
        super().__init__(
            f"On {day} the clocks go forward from 01:00 to 02:00, so {moment:%H:%M} does not exist. "
            "Give another time."
        )


def moment(day: datetime.date, time: datetime.time, *, second: bool = False) -> datetime.datetime:
    """That time of that day. Of an hour that comes twice it is the first, or with ``second`` the second.

    Raises :class:`NoSuchTime` where the clocks leave it out.
    """
    local = datetime.datetime.combine(day, time).replace(tzinfo=BIRMINGHAM, fold=1 if second else 0)
    again = local.astimezone(datetime.UTC).astimezone(BIRMINGHAM)
    if again.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(local)
    return local.astimezone(datetime.UTC)


def span(
    day: datetime.date, begins: datetime.time, last_day: datetime.date, finishes: datetime.time
) -> tuple[datetime.datetime, datetime.datetime]:
    """When it starts and ends. An end in the hour that comes twice is the first that is after the start.

    Raises :class:`NoSuchTime`, and ValueError where it ends before it starts.
    """
    starts = moment(day, begins)
    ends = moment(last_day, finishes)
    if ends <= starts:
        ends = moment(last_day, finishes, second=True)
    if ends <= starts:
        raise ValueError("It ends before it starts. Check both times.")
    return starts, ends


def local(value: datetime.datetime) -> datetime.datetime:
    """The same moment by the clocks of Birmingham."""
    return value.astimezone(BIRMINGHAM)
