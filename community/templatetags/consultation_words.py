"""What templates of consultations need beyond ``if`` and ``for``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from mission.models import Node

from ..queries.consultations import asking_about, said_about

register = template.Library()


@register.inclusion_tag("community/asked_about.html")
def asked_about(thing: Any) -> dict[str, Any]:
    """On the page of a step: the consultations in which it can be commented on, and what was said of it."""
    if not isinstance(thing, Node):
        return {}
    return {"node": thing, "open": asking_about(thing), "said": said_about(thing)}


@register.filter
def any_shown(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether any of the counts may be shown."""
    return any(row["count"] is not None for row in rows or ())
