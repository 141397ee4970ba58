"""The Forum asleep: clocks stand still, mails wait, nothing new is taken in; then it wakes as it was.

A volunteer may have no hour for months. Asleep, the clocks that remind, release and end (each decorated
with :func:`paused`) do nothing; mails wait except those about an account; new submissions are refused in
words, and drafts are kept. Waking moves every due date that an app registered with :func:`on_waking` on by
the length of the sleep, once. It wakes by itself on its last day, so that nothing waits for ever.

Retention goes on: what was promised to be deleted is. So does publishing what editors scheduled.
"""

import datetime
import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone
from django.utils.formats import date_format

from common.activity import record
from common.policies import CUSTODIANS, demand, is_custodian
from common.rest_tables import Hibernation
from common.states import IllegalMove

SHOWN = "common.asleep"
LONGEST = datetime.timedelta(days=366)

fell_asleep = Signal()
"""Sent inside the transaction, with ``sleep``: what takes part in rounds closes them kindly."""
woke = Signal()
"""Sent inside the transaction, with ``sleep``, after every due date has been moved on."""

Shift = Callable[[datetime.datetime, datetime.timedelta, int], int]
SHIFTS: dict[str, Shift] = {}


class Asleep(IllegalMove):
    """Something new was sent in while the Forum sleeps."""

    def __init__(self, sleep: Hibernation) -> None:
        day = date_format(sleep.until, "j F Y")
        super().__init__(
            "asleep",
            "taken",
            f"The Forum takes a rest until {day} at the latest, so nothing new is taken in now. "
            "What you saved as a draft is kept: send it in when we are back.",
        )


def current() -> Hibernation | None:
    """The sleep that the Forum is in, if it is."""
    return Hibernation.objects.filter(current=True).first()


def is_asleep() -> bool:
    """Whether clocks stand still now."""
    return Hibernation.objects.filter(current=True).exists()


def demand_awake() -> None:
    """Raises :class:`Asleep` while the Forum sleeps. Verbs that take in something new ask this."""
    sleep = current()
    if sleep is not None:
        raise Asleep(sleep)


def paused(clock: Callable[..., Any]) -> Callable[..., Any]:
    """A clock that stands still while the Forum sleeps."""

    @functools.wraps(clock)
    def run(*args: Any, **kwargs: Any) -> Any:
        return None if is_asleep() else clock(*args, **kwargs)

    return run


def on_waking(name: str) -> Callable[[Shift], Shift]:
    """Register what moves due dates on: ``shift(since, length, days)`` returns how many rows."""

    def register(shift: Shift) -> Shift:
        known = SHIFTS.get(name)
        if known and known.__qualname__ != shift.__qualname__:
            raise ValueError(f"Two shifts are called {name!r}.")
        SHIFTS[name] = shift
        return shift

    return register


def push(rows: QuerySet, field: str, by: datetime.timedelta) -> int:
    """Move one date on in every row, for :func:`on_waking`.

    By value and the latest first, so that no row is met twice; both databases add to dates differently,
    so it is done here.
    """
    if not by:
        return 0
    plain = rows.order_by().filter(**{f"{field}__isnull": False})
    keys = list(plain.values_list("pk", field))
    moved = 0
    for value in sorted({value for _, value in keys}, reverse=True):
        same = [pk for pk, found in keys if found == value]
        for start in range(0, len(same), 500):
            chunk = rows.model._default_manager.filter(pk__in=same[start : start + 500])
            moved += chunk.update(**{field: value + by})
    return moved


@transaction.atomic
def sleep(*, by: Any, until: datetime.date, reason: str) -> Hibernation:
    """Put the Forum to sleep. Asked again while it sleeps, that sleep is returned as it is.

    Raises PermissionDenied unless ``by`` is a custodian, ValueError for a day that is not ahead, or too
    far, or without a reason.
    """
    demand(is_custodian(by))
    today = timezone.localdate()
    if not today < until <= today + LONGEST:
        raise ValueError("Choose a day from tomorrow on, at most a year ahead.")
    if not reason.strip():
        raise ValueError("Say why: it stands on every page.")
    known = current()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            begun = Hibernation.objects.create(by=by, until=until, reason=reason.strip()[:300])
    except IntegrityError:
        return Hibernation.objects.get(current=True)
    record("common.slept", by=by, about=begun, until=until)
    fell_asleep.send(Hibernation, sleep=begun)
    _tell("common_asleep", begun)
    transaction.on_commit(show)
    return begun


@transaction.atomic
def wake(*, by: Any = None) -> Hibernation | None:
    """Wake the Forum: due dates move on, mails go. None where it is awake already.

    Raises PermissionDenied unless ``by`` is a custodian; without anybody it is the last day that wakes it.
    """
    demand(by is None or is_custodian(by))
    over = Hibernation.objects.select_for_update().filter(current=True).first()
    if over is None:
        return None
    now = timezone.now()
    over.current, over.woken_at, over.woken_by = None, now, by
    over.save(update_fields=["current", "woken_at", "woken_by"])
    days = (timezone.localdate(now) - timezone.localdate(over.since)).days
    moved = {name: SHIFTS[name](over.since, now - over.since, days) for name in sorted(SHIFTS)}
    record("common.woke", by=by, about=over, days=days, moved=moved)
    woke.send(Hibernation, sleep=over)
    _tell("common_awake", over)
    transaction.on_commit(show)
    return over


def wake_if_over(*, today: datetime.date | None = None) -> bool:
    """The clock: on its last day a sleep ends by itself. Also shows, or hides, the notice anew."""
    found = current()
    if found is not None and found.until <= (today or timezone.localdate()):
        wake()
        return True
    show()
    return False


def show() -> None:
    """Put what every page says about the sleep where pages find it without asking the database."""
    found = current()
    if found is None:
        cache.delete(SHOWN)
        return
    cache.set(SHOWN, {"until": found.until, "reason": found.reason}, None)


def notice() -> dict[str, Any] | None:
    """What every page says while the Forum sleeps. Asks the cache only; the rules ask the database."""
    return cache.get(SHOWN)


def held_until(found: Hibernation) -> datetime.datetime:
    """When a mail is due that was written during this sleep: past its last day, if nothing woke it."""
    day = found.until + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(7)))


def _tell(kind: str, about: Hibernation) -> None:
    # Imported late: a mail asks whether the Forum sleeps.
    from common import delivery

    users = get_user_model()._default_manager
    for custodian in users.filter(groups__name=CUSTODIANS, is_active=True).order_by("pk"):
        delivery.notify(
            kind,
            to=custodian,
            key=f"sleep:{about.pk}",
            until=about.until,
            reason=about.reason,
            link="/desk/hibernate/",
        )
