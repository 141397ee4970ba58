"""What of the mission something points at."""

from typing import Any

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Cast

from .models import Node, Priority, Strand


def _number(number: int) -> Cast:
    return Cast(Value(number), IntegerField())


RECORDS: Any = (
    (Strand, _number(0), "short"),
    (Priority, _number(0), "short"),
    (Node, F("row__order"), "title"),
)
PAGES = {0: "/mission/", 1: "/vision/"}


def points_of(thing: Any) -> list[dict[str, Any]]:
    """The strands, priorities and steps of the theory that it points at, as links; also in a preview."""
    rows = [*thing.strands.all(), *thing.priorities.all(), *thing.nodes.all()]
    return [
        {"title": getattr(row, "short", row.title), "url": row.get_absolute_url()} for row in rows
    ]


def saved_points(related: str, pk: int) -> list[dict[str, Any]]:
    """The same of what is saved, in one query; ``related`` is what those records call such things."""
    strands, priorities, steps = (
        model.objects.filter(**{related: pk})
        .order_by()
        .values_list(_number(kind), line, "order", "pk", words, "slug")
        for kind, (model, line, words) in enumerate(RECORDS)
    )
    found = sorted(strands.union(priorities, steps, all=True))
    return [
        {"title": words, "url": PAGES.get(kind) or Node(slug=slug).get_absolute_url()}
        for kind, *_, words, slug in found
    ]
