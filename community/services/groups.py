"""Task groups, members of series, and delegations: kept by custodians; who represents us hears of the end."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from common import delivery
from common.activity import record
from common.policies import demand
from profiles.models import User

from ..choices.notes import SeriesPart
from ..models import Delegation, MeetingSeries, SeriesMember, TaskGroup
from ..policies.groups import may_keep_groups

BEFORE = datetime.timedelta(days=14)
AT_A_TIME = 200


class GroupRefused(ValueError):
    """Why it cannot be done, in words; ``field`` is where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(words)


@transaction.atomic
def start_group(*, by: User, title: str, purpose: str, ends_on: datetime.date) -> TaskGroup:
    """Begin a task group: a series of meetings with a purpose and an end. Raises GroupRefused."""
    demand(may_keep_groups(by), hidden=True)
    if MeetingSeries.objects.filter(title__iexact=title).exists():
        raise GroupRefused("There is a series of meetings with this name already.", "title")
    try:
        with transaction.atomic():
            series = MeetingSeries.objects.create(title=title, order=100)
    except IntegrityError as error:
        raise GroupRefused(
            "There is a series of meetings with this name already.", "title"
        ) from error
    made = TaskGroup.objects.create(series=series, purpose=purpose, ends_on=ends_on)
    record("community.group_started", by=by, about=made)
    return made


@transaction.atomic
def change_group(
    group: TaskGroup, *, by: User, purpose: str, ends_on: datetime.date, ended: bool = False
) -> TaskGroup:
    """Change what a task group is for, move its end, or say that it has ended."""
    demand(may_keep_groups(by), hidden=True)
    group.purpose, group.ends_on = purpose, ends_on
    group.save(update_fields=["purpose", "ends_on"])
    series = group.series
    if ended != (series.ended_on is not None):
        series.ended_on = timezone.localdate() if ended else None
        series.save(update_fields=["ended_on"])
    record("community.group_changed", by=by, about=group, ended=ended)
    return group


@transaction.atomic
def add_member(series: MeetingSeries, *, by: User, **fields: Any) -> SeriesMember:
    """Add somebody to a series. A new chair takes the place of the one before, who stays a member."""
    demand(may_keep_groups(by), hidden=True)
    MeetingSeries.objects.select_for_update().get(pk=series.pk)
    if fields.get("part") == SeriesPart.CHAIR:
        series.members.filter(part=SeriesPart.CHAIR).update(part=SeriesPart.MEMBER)
    made = SeriesMember.objects.create(series=series, **_settled(fields))
    record("community.member_added", by=by, about=made, series=series.pk)
    return made


@transaction.atomic
def remove_member(member: SeriesMember, *, by: User) -> None:
    """Take somebody out of a series."""
    demand(may_keep_groups(by), hidden=True)
    record("community.member_removed", by=by, about=member, series=member.series_id)
    member.delete()


@transaction.atomic
def delegate(*, by: User, **fields: Any) -> Delegation:
    """Somebody speaks for the Forum somewhere until a day. Raises GroupRefused for days in disorder."""
    demand(may_keep_groups(by), hidden=True)
    _demand_order(fields)
    made = Delegation.objects.create(**_settled(fields))
    record("community.delegated", by=by, about=made)
    return made


@transaction.atomic
def change_delegation(delegation: Delegation, *, by: User, **fields: Any) -> Delegation:
    """Change it, write what they report, or end it. Raises as :func:`delegate`."""
    demand(may_keep_groups(by), hidden=True)
    row = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    _demand_order(fields)
    fields = _settled(fields)
    if "ended" in fields:
        ended = fields.pop("ended")
        fields["ended_at"] = (row.ended_at or timezone.now()) if ended else None
    if fields.get("report"):
        fields["reported_on"] = row.reported_on or timezone.localdate()
    if fields.get("until", row.until) != row.until:
        fields["reminded_at"] = None
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    record("community.delegation_changed", by=by, about=row, fields=sorted(fields))
    return row


def remind_delegates(*, now: datetime.datetime | None = None) -> int:
    """The clock: two weeks before it ends, whoever has an account is asked to report back; once."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    due = Delegation.objects.filter(
        until__gte=today, until__lte=today + BEFORE, ended_at=None, reminded_at=None
    ).order_by("until", "pk")
    reminded = 0
    for found in due[:AT_A_TIME]:
        with transaction.atomic():
            row = Delegation.objects.select_for_update(of=("self",)).get(pk=found.pk)
            if row.reminded_at is not None:
                continue
            row.reminded_at = now
            row.save(update_fields=["reminded_at"])
            delivery.notify(
                "community_delegation_ends",
                to=row.user,
                key=f"delegation:{row.pk}:{row.until}",
                where=row.where,
                day=row.until,
                link=reverse("community:representatives"),
            )
            reminded += 1
    return reminded


def _settled(fields: dict[str, Any]) -> dict[str, Any]:
    """An organisation of ours needs no typed name beside it."""
    if fields.get("organisation"):
        fields = {**fields, "organisation_name": ""}
    if fields.get("named") and not fields.get("name"):
        raise GroupRefused("Who is to be named needs a name.", "name")
    return fields


def _demand_order(fields: dict[str, Any]) -> None:
    if "since" in fields and "until" in fields and fields["until"] < fields["since"]:
        raise GroupRefused("It ends before it begins. Check both days.", "until")
