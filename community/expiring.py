"""Terms of office, delegations and task groups that end. The office is named, never who holds it."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from common.expiring import MOST, Ending, register

from .models import Delegation, OfficeHolder, TaskGroup


def terms(first: datetime.date, last: datetime.date) -> Iterator[Ending]:
    """Terms whose last day lies between two days."""
    rows = OfficeHolder.objects.filter(ends__gte=first, ends__lte=last)
    for row in rows.order_by("ends", "pk")[:MOST]:
        edit = reverse("community:office_edit", args=[row.pk])
        yield Ending(
            kind="office",
            pk=row.pk,
            what="Term of office",
            title=row.role,
            url=edit,
            day=row.ends,
            act="Enter who follows",
            act_url=reverse("community:offices"),
        )


def delegations(first: datetime.date, last: datetime.date) -> Iterator[Ending]:
    """Who speaks for the Forum somewhere until a day between two: whoever has no account gets no mail."""
    rows = Delegation.objects.filter(until__gte=first, until__lte=last, ended_at=None)
    for row in rows.order_by("until", "pk")[:MOST]:
        edit = reverse("community:desk_delegation", args=[row.pk])
        yield Ending(
            kind="delegation",
            pk=row.pk,
            what="Representative",
            title=row.where,
            url=edit,
            day=row.until,
            act="Write what they report, or give it longer",
            act_url=edit,
        )


def task_groups(first: datetime.date, last: datetime.date) -> Iterator[Ending]:
    """Task groups whose end lies between two days."""
    rows = TaskGroup.objects.filter(
        ends_on__gte=first, ends_on__lte=last, series__ended_on=None
    ).select_related("series")
    for row in rows.order_by("ends_on", "pk")[:MOST]:
        edit = reverse("community:desk_group", args=[row.pk])
        yield Ending(
            kind="task_group",
            pk=row.pk,
            what="Task group",
            title=row.series.title,
            url=edit,
            day=row.ends_on,
            act="Give it longer, or end it",
            act_url=edit,
        )


register("office", terms)
register("delegation", delegations)
register("task_group", task_groups)
