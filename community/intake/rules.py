"""Rules by which an entry comes again, worked out day by day within limits that no rule can stretch.

The common rules are read: daily, weekly, monthly and yearly, with an interval, a number of times, an end,
weekdays (also "the third Tuesday"), days of the month and months. Of any other only the first date is
taken, and that is said.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from ..clock import local

AHEAD = datetime.timedelta(days=366)
MOST_TIMES = 60
DAYS = {name: place for place, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
READ = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"}
CUT = (
    "It comes again and again, so the dates of the next 12 months were taken, "
    f"at most {MOST_TIMES}. Send in later ones when they are nearer."
)
ONLY_FIRST = "It comes again by a rule that is not read here, so only its first date was taken."
Takes = Callable[[datetime.date], bool]


class Budget:
    """How many days may be looked at for a whole file, whatever its rules ask for."""

    def __init__(self, days: int = 400_000) -> None:
        self.days = days

    def spend(self) -> bool:
        """Whether one more day may be looked at."""
        self.days -= 1
        return self.days >= 0


def expand(
    entry: Any, starts: datetime.datetime, *, today: datetime.date, budget: Budget
) -> tuple[list[datetime.datetime], str]:
    """The dates from ``today`` on, and a sentence about what was cut; by the clocks of Birmingham."""
    rule = entry["RRULE"]
    if isinstance(rule, list):
        return [starts], ONLY_FIRST
    takes = _takes(rule, starts.date())
    if takes is None:
        return [starts], ONLY_FIRST
    count = _number(rule, "COUNT", 0)
    until = _until(rule)
    without = _exceptions(entry)
    last = max(today, starts.date()) + AHEAD
    found: list[datetime.datetime] = []
    day, seen, cut = starts.date(), 0, False
    while not (until and day > until):
        if day > last or len(found) == MOST_TIMES:
            cut = True
            break
        if not budget.spend():
            return found or [starts], ONLY_FIRST
        # The first date is one of them, whether or not it fits its own rule.
        if day == starts.date() or takes(day):
            seen += 1
            moment = datetime.datetime.combine(day, starts.time())
            if day >= today and moment not in without and day not in without:
                found.append(moment)
            if count and seen >= count:
                break
        day += datetime.timedelta(days=1)
    return found, CUT if cut else ""


def _number(rule: Any, name: str, otherwise: int) -> int:
    values = rule.get(name) or [otherwise]
    first = values[0] if isinstance(values, list) else values
    return max(0, min(int(first), 100_000))


def _until(rule: Any) -> datetime.date | None:
    values = rule.get("UNTIL")
    first = (values[0] if isinstance(values, list) else values) if values else None
    if isinstance(first, datetime.datetime):
        return (local(first) if first.tzinfo else first).date()
    return first


def _exceptions(entry: Any) -> set[datetime.date | datetime.datetime]:
    """Days and times that the series leaves out."""
    listed = entry.get("EXDATE") or []
    found: set[datetime.date | datetime.datetime] = set()
    for one in listed if isinstance(listed, list) else [listed]:
        for value in getattr(one, "dts", []):
            moment = value.dt
            if isinstance(moment, datetime.datetime):
                moment = (local(moment) if moment.tzinfo else moment).replace(tzinfo=None)
            found.add(moment)
    return found


def _takes(rule: Any, first: datetime.date) -> Takes | None:
    """Whether a day is one of the rule's; None for a rule that is not read here."""
    if set(map(str.upper, rule)) - READ:
        return None
    often = str((rule.get("FREQ") or [""])[0]).upper()
    step = max(1, _number(rule, "INTERVAL", 1))
    months = {int(month) for month in rule.get("BYMONTH") or []}
    dates = {int(date) for date in rule.get("BYMONTHDAY") or []}
    weekdays = _weekdays(rule.get("BYDAY") or [])
    if weekdays is None or any(date < 1 for date in dates):
        return None
    plain = {day for day, nth in weekdays if not nth}
    counted = {(day, nth) for day, nth in weekdays if nth}
    turn = _turns(often, step, first)
    if turn is None or (counted and often != "MONTHLY"):
        return None
    if often == "WEEKLY" and not plain:
        plain = {first.weekday()}
    if often in ("MONTHLY", "YEARLY") and not (plain or counted or dates):
        dates = {first.day}
    if often == "YEARLY" and not months:
        months = {first.month}

    def takes(day: datetime.date) -> bool:
        if not turn(day) or (months and day.month not in months):
            return False
        if dates and day.day not in dates:
            return False
        if not plain and not counted:
            return True
        return day.weekday() in plain or bool(counted.intersection(_names(day)))

    return takes


def _turns(often: str, step: int, first: datetime.date) -> Takes | None:
    """Whether the day, week, month or year is one in which it comes."""
    monday = first - datetime.timedelta(days=first.weekday())
    known: dict[str, Takes] = {
        "DAILY": lambda day: (day - first).days % step == 0,
        "WEEKLY": lambda day: (day - monday).days // 7 % step == 0,
        "MONTHLY": lambda day: (12 * (day.year - first.year) + day.month - first.month) % step == 0,
        "YEARLY": lambda day: (day.year - first.year) % step == 0,
    }
    return known.get(often)


def _weekdays(given: Iterable[Any]) -> list[tuple[int, int]] | None:
    """Pairs of weekday and which of the month: ("3TU" is Tuesday and 3)."""
    found = []
    for one in given:
        text = str(one).upper()
        if text[-2:] not in DAYS:
            return None
        number = text[:-2] or "0"
        if not number.lstrip("+-").isdigit():
            return None
        found.append((DAYS[text[-2:]], int(number)))
    return found


def _names(day: datetime.date) -> set[tuple[int, int]]:
    """What a day is called in its month, from its beginning and from its end."""
    after = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    left = (after - day).days - 1
    return {(day.weekday(), 1 + (day.day - 1) // 7), (day.weekday(), -1 - left // 7)}
