"""The queue of decisions as one entry: the desk itself shows what is in it."""

import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, IntegerField, Q, QuerySet, Subquery, Value

from common import moderation
from common.needs_me import Entry, Source, register
from common.policies import CUSTODIANS

A_WEEK = datetime.timedelta(days=7)


def queue(user: Any) -> QuerySet:
    """The custodian, where anything waits for one: how much, and since when."""
    waiting = moderation.waiting().exclude(workflow_state__requested_by=user).select_related(None)
    many = waiting.order_by().annotate(_all=Value(1)).values("_all").annotate(n=Count("pk"))
    return (
        get_user_model()
        .objects.filter(pk=user.pk, is_active=True)
        .filter(Q(is_superuser=True) | Q(groups__name=CUSTODIANS))
        .filter(Exists(waiting))
        .annotate(
            many=Subquery(many.values("n"), output_field=IntegerField()),
            oldest=Subquery(waiting.values("started_at")[:1]),
        )
        .distinct()
    )


def _entry(row: Any) -> Entry:
    drafts = "a draft" if row.many == 1 else f"{row.many} drafts"
    return Entry(
        title=f"Decide about {drafts}",
        why="Whoever sent it in was told that a custodian reads it within a week.",
        by=row.oldest + A_WEEK,
        url="/desk/",
    )


register(Source("decisions", "custodian", rows=queue, entry=_entry))
