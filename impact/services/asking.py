"""Asking what came of it: whom, when, how often. Running twice on a day does nothing more."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import Event
from matching.models import Introduction
from opportunities.application_choices import ApplicationState
from opportunities.models import Application, PlacementRecord
from opportunities.placement_choices import PlacementState

from ..choices import Came, Moment
from ..models import Ask
from ..sources import Source, find, source_of, to_ask
from . import letters

HALF_YEAR, YEAR = datetime.timedelta(days=182), datetime.timedelta(days=365)
REMINDERS = (14, 28)
GIVEN_UP = datetime.timedelta(days=60)
LOOKED_BACK = datetime.timedelta(days=45)
AFTER_AN_EVENT = datetime.timedelta(days=7)
AT_A_TIME = 500


@transaction.atomic
def begin_asking(source: Source, *, today: datetime.date | None = None) -> int:
    """Write down whom to ask what, and when: both sides now, people again in six months and in a year.

    Returns how many questions that is; those that are there already are not written again.
    """
    today = today or timezone.localdate()
    wanted = [(user, Moment.DONE, today) for user in to_ask(source)]
    if source.came != Came.EVENT:
        for user in source.people:
            wanted += [
                (user, Moment.HALF_YEAR, today + HALF_YEAR),
                (user, Moment.YEAR, today + YEAR),
            ]
    made = 0
    for user, moment, due in wanted:
        _, is_new = Ask.objects.get_or_create(
            **source.key, user=user, moment=moment, defaults={"due": due}
        )
        made += is_new
    return made


def begin_missing(*, now: datetime.datetime | None = None) -> int:
    """What has ended lately without anybody being asked. Returns how many questions are new."""
    now = now or timezone.now()
    since = now - LOOKED_BACK
    placements = PlacementRecord.objects.filter(
        state=PlacementState.COMPLETED, over_on__gte=timezone.localdate(since), asks=None
    )
    # A challenge that somebody worked on is over when it has closed.
    applications = Application.objects.filter(
        state=ApplicationState.PLACED,
        opportunity__kind="challenge",
        opportunity__state__lifecycle="closed",
        changed__gte=since,
        asks=None,
    )
    events = Event.objects.filter(
        live=True, ends__gte=since, ends__lt=now - AFTER_AN_EVENT, asks=None
    )
    introductions = Introduction.objects.filter(state="done", ended_at__gte=since, asks=None)
    found: list[tuple[str, Any]] = [
        (Came.PLACEMENT, placements),
        (Came.APPLICATION, applications),
        (Came.EVENT, events.exclude(state__lifecycle="called_off")),
        (Came.INTRODUCTION, introductions),
    ]
    made = 0
    for came, rows in found:
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
            if (source := find(came, pk)) is not None:
                made += begin_asking(source, today=timezone.localdate(now))
    return made


def ask_due(*, today: datetime.date | None = None) -> int:
    """Write to everybody whose day has come. Returns how many."""
    today = today or timezone.localdate()
    due = Ask.objects.due(today).order_by("due", "pk").values_list("pk", flat=True)
    return sum(_ask(pk, today) for pk in list(due[:AT_A_TIME]))


@transaction.atomic
def _ask(pk: int, today: datetime.date) -> bool:
    row = Ask.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    source = source_of(row)
    if row.asked_on is not None or not row.is_open:
        return False
    if source is None or row.user is None or not row.user.is_active:
        row.closed_on = today
        row.save(update_fields=["closed_on"])
        return False
    row.asked_on = today
    row.save(update_fields=["asked_on"])
    letters.ask(row, source)
    return True


def remind_due(*, today: datetime.date | None = None) -> int:
    """Ask again after two weeks, and once more after four. Returns how many."""
    today = today or timezone.localdate()
    made = 0
    for turn, days in enumerate(REMINDERS, start=1):
        before = today - datetime.timedelta(days=days)
        rows = Ask.objects.open().filter(reminded=turn - 1, asked_on__lte=before)
        for pk in list(rows.values_list("pk", flat=True)[:AT_A_TIME]):
            made += _remind(pk, turn)
    return made


@transaction.atomic
def _remind(pk: int, turn: int) -> bool:
    row = Ask.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    source = source_of(row)
    if not row.is_open or row.reminded >= turn or source is None or row.user is None:
        return False
    row.reminded = turn
    row.save(update_fields=["reminded"])
    letters.ask(row, source, turn=turn)
    return True


def give_up(*, today: datetime.date | None = None) -> int:
    """Ask no more what nobody answered for two months. Returns how many."""
    today = today or timezone.localdate()
    return Ask.objects.open().filter(asked_on__lte=today - GIVEN_UP).update(closed_on=today)
