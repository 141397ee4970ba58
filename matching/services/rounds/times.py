"""Times as people type them, in Europe/London, across the change to summer time and back."""

import datetime
import zoneinfo

from .refusing import Refused

LONDON = zoneinfo.ZoneInfo("Europe/London")


def from_london(typed: datetime.datetime, *, field: str = "") -> datetime.datetime:
    """A typed time of day in London as the instant that it is.

    Raises Refused for the hour that summer time takes away. Of the hour that comes twice it is the
    later one: a deadline then gives more time, never less.
    """
    if typed.tzinfo is not None and typed.utcoffset() is not None:
        return typed.astimezone(datetime.UTC)
    later = typed.replace(tzinfo=LONDON, fold=1).astimezone(datetime.UTC)
    if later.astimezone(LONDON).replace(tzinfo=None, fold=0) != typed.replace(fold=0):
        raise Refused(
            f"At {typed:%H:%M} on {typed.day} {typed:%B %Y} there is no such time: the clocks go "
            "forward that night. Choose another time.",
            field,
        )
    return later


def in_london(moment: datetime.datetime) -> str:
    """An instant as words: "3 March 2026, 17:00"."""
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"
