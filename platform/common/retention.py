"""Retention clocks: what is kept for a time and then goes by itself, each with its reason.

An app registers its clocks in ``personal_data.py``. Beat runs them all once a day; ``manage.py retention
--dry-run`` says what they would do now and does nothing.
"""

import datetime
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

Count = Callable[[datetime.datetime], int]


@dataclass(frozen=True)
class Clock:
    """One kind of record that ends by itself.

    ``due(now)`` counts what it would end, without ending it; ``run(now)`` ends it and says how much.
    ``until`` and ``then`` complete the sentence "kept ..., then ...".
    """

    name: str
    keeps: str
    until: str
    then: str
    due: Count
    run: Count


CLOCKS: dict[str, Clock] = {}


def clock(
    name: str, *, keeps: str, until: str, due: Count, then: str = "deleted"
) -> Callable[[Count], Count]:
    """Register the function that ends what is over."""

    def register(run: Count) -> Count:
        known = CLOCKS.get(name)
        if known and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"Two clocks are called {name!r}.")
        CLOCKS[name] = Clock(name, keeps, until, then, due, run)
        return run

    return register


def clocks() -> list[Clock]:
    """Every clock, by name."""
    return [CLOCKS[name] for name in sorted(CLOCKS)]


def due(*, now: datetime.datetime | None = None) -> Iterator[tuple[Clock, int]]:
    """What each clock would end now. Changes nothing."""
    now = now or timezone.now()
    for one in clocks():
        yield one, one.due(now)


def run(*, now: datetime.datetime | None = None) -> Iterator[tuple[Clock, int]]:
    """Run every clock, each in a transaction of its own. One that fails leaves the others running."""
    now = now or timezone.now()
    for one in clocks():
        try:
            with transaction.atomic():
                ended = one.run(now)
        except Exception:
            logger.exception("the clock %r could not be run", one.name)
            ended = -1
        yield one, ended
