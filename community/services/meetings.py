"""Making a meeting, changing it, announcing it, calling it off."""

import datetime
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.contrib.redirects.models import Redirect

from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User

from .. import signals
from ..choices.gatherings import Mode
from ..models import Meeting, MeetingSeries
from ..policies.meetings import may_hold_meetings
from ..queries.meetings import DESK
from .copying_items import carry_over, copy_standing
from .telling_presenters import tell_called_off, tell_moved, tell_presenters

CALENDAR = frozenset({"title", "summary", "starts", "ends", "mode", "place", "address"})
MOVING = frozenset({"starts", "ends", "mode", "place", "address"})
POINTS_AT = ("strands", "priorities", "nodes")


class Taken(ValueError):
    """A series of that name is there."""

    field = "title"


class BadTimes(ValueError):
    """An end that is not after the beginning."""

    field = "ends"


@transaction.atomic
def make_series(*, by: User, title: str, summary: str = "") -> MeetingSeries:
    """Begin a series. Raises PermissionDenied unless ``by`` is a custodian, Taken."""
    demand(may_hold_meetings(by))
    if MeetingSeries.objects.filter(title__iexact=title).exists():
        raise Taken("There is a series of this name already.")
    last = MeetingSeries.objects.aggregate(last=Max("order"))["last"] or 0
    made = MeetingSeries.objects.create(title=title, summary=summary, order=last + 1)
    record("community.series_made", by=by, about=made)
    return made


@transaction.atomic
def change_series(series: MeetingSeries, *, by: User, **changes: Any) -> MeetingSeries:
    """Another title or summary. Raises PermissionDenied unless ``by`` is a custodian."""
    demand(may_hold_meetings(by))
    for name, value in changes.items():
        setattr(series, name, value)
    series.save(update_fields=list(changes))
    record("community.series_changed", by=by, about=series)
    return series


@transaction.atomic
def make_meeting(
    series: MeetingSeries,
    *,
    by: User,
    starts: datetime.datetime,
    ends: datetime.datetime,
    title: str = "",
    is_demo: bool = False,
    **fields: Any,
) -> Meeting:
    """A meeting with the standing items of its series and what was postponed to it.

    Nobody but custodians sees it yet. Raises PermissionDenied unless ``by`` is one, BadTimes.
    """
    demand(may_hold_meetings(by))
    _demand_order(starts, ends)
    points = {name: fields.pop(name) for name in POINTS_AT if name in fields}
    MeetingSeries.objects.select_for_update().get(pk=series.pk)
    day = timezone.localdate(starts)
    meeting = Meeting.objects.create(
        series=series,
        title=title or default_title(starts),
        starts=starts,
        ends=ends,
        on=day,
        part=_next_part(day),
        uid=f"meeting-{uuid.uuid4().hex}@{_host()}",
        changed_at=timezone.now(),
        created_by=by,
        is_demo=is_demo,
        **fields,
    )
    for name, rows in points.items():
        getattr(meeting, name).set(rows)
    copy_standing(meeting)
    carry_over(meeting)
    cache.delete(DESK)
    record("community.meeting_made", by=by, about=meeting, day=day)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: User, **changes: Any) -> Meeting:
    """Change what is given and nothing else; whoever presents hears of another time or place.

    On another day an announced meeting has another address, and the old one leads there. Raises
    PermissionDenied unless ``by`` is a custodian, BadTimes, IllegalMove once it was called off.
    """
    demand(may_hold_meetings(by))
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.is_called_off:
        raise IllegalMove("called off", "changed", "It was called off. Make a new meeting instead.")
    points = {name: changes.pop(name) for name in POINTS_AT if name in changes}
    was, typed_title = row.get_absolute_url(), row.title != default_title(row.starts)
    changed = {name for name, value in changes.items() if getattr(row, name) != value}
    for name, value in changes.items():
        setattr(row, name, value)
    _demand_order(row.starts, row.ends)
    if not row.title or not (typed_title or "title" in changed):
        row.title = default_title(row.starts)
    day = timezone.localdate(row.starts)
    if day != row.on:
        row.on, row.part = day, _next_part(day)
    if changed & CALENDAR:
        row.sequence += 1
        row.changed_at = timezone.now()
    row.save()
    for name, rows in points.items():
        getattr(row, name).set(rows)
    cache.delete(DESK)
    record("community.meeting_changed", by=by, about=row, day=row.on)
    if row.is_announced:
        if row.get_absolute_url() != was:
            Redirect.add_redirect(was, redirect_to=row.get_absolute_url(), is_permanent=True)
        if changed & MOVING:
            signals.meeting_moved.send(sender=Meeting, meeting_id=row.pk)
            tell_moved(row)
    return row


@transaction.atomic
def announce_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Show it to everybody; whoever presents is told. Twice is the same as once.

    Raises PermissionDenied unless ``by`` is a custodian, IllegalMove where nobody could come to it.
    """
    demand(may_hold_meetings(by))
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.is_announced:
        return row
    if row.is_called_off:
        raise IllegalMove(
            "called off", "announced", "It was called off. Make a new meeting instead."
        )
    if row.mode != Mode.ONLINE and not row.place:
        raise IllegalMove("a draft", "announced", "Say where it is first, or that it is online.")
    row.announced_at = row.changed_at = timezone.now()
    row.save(update_fields=["announced_at", "changed_at"])
    cache.delete(DESK)
    record("community.meeting_announced", by=by, about=row, day=row.on)
    signals.meeting_announced.send(sender=Meeting, meeting_id=row.pk)
    tell_presenters(row)
    return row


@transaction.atomic
def call_off_meeting(meeting: Meeting, *, by: User, why: str) -> Meeting:
    """It does not take place: presenters, authors of updates and, by the signal, those booked are told.

    Raises PermissionDenied unless ``by`` is a custodian, IllegalMove once it is over.
    """
    demand(may_hold_meetings(by))
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.is_called_off:
        return row
    if row.is_over:
        raise IllegalMove("over", "called off", "It is over, so it cannot be called off any more.")
    row.called_off_at = row.changed_at = timezone.now()
    row.called_off_why = why
    row.sequence += 1
    row.save(update_fields=["called_off_at", "called_off_why", "changed_at", "sequence"])
    cache.delete(DESK)
    record("community.meeting_called_off", by=by, about=row, day=row.on)
    if row.is_announced:
        signals.meeting_called_off.send(sender=Meeting, meeting_id=row.pk, by_id=by.pk)
        tell_called_off(row)
    return row


def default_title(starts: datetime.datetime) -> str:
    """What a meeting is called when nobody says otherwise."""
    return f"Meeting of {date_format(timezone.localtime(starts), 'j F Y')}"


def _demand_order(starts: datetime.datetime, ends: datetime.datetime) -> None:
    if ends <= starts:
        raise BadTimes("It ends before it starts. Check both times.")


def _next_part(day: datetime.date) -> int:
    return (Meeting.objects.filter(on=day).aggregate(last=Max("part"))["last"] or 0) + 1


def _host() -> str:
    return urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
