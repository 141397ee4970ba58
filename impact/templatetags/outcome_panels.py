"""What pages of lower apps show of outcomes."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from .. import policies, queries
from ..models import Outcome
from ..sources import find

MOST = 5

register = template.Library()


@register.inclusion_tag("impact/panel.html")
def outcomes_of(organisation) -> dict[str, Any]:
    """On an organisation's page: the outcomes that it is named with."""
    return {
        "rows": queries.rows(queries.tells_of(organisation)[:MOST]),
        "heading": "What came of it",
    }


@register.inclusion_tag("impact/panel.html", takes_context=True)
def outcomes_of_event(context: template.Context, event) -> dict[str, Any]:
    """On an event's page; to whoever organised it also the way to say what came of it."""
    user = getattr(context.get("request"), "user", None)
    rows = queries.rows(Outcome.objects.public().filter(event=event).for_rows()[:MOST])
    record = ""
    if user is not None and user.is_authenticated and event.live and event.ends < timezone.now():
        source = find("event", event.pk)
        if source is not None and policies.may_record(user, source):
            record = reverse("impact:record", args=["event", event.pk])
    return {"rows": rows, "heading": "What came of it", "record": record}


@register.simple_tag(takes_context=True)
def record_url(context: template.Context, came: str, thing) -> str:
    """Where what came of something is said; empty for who may not, or while nothing can have."""
    user = getattr(context.get("request"), "user", None)
    source = find(came, thing.pk) if user is not None and user.is_authenticated else None
    if source is None or not source.is_ripe or not policies.may_record(user, source):
        return ""
    return reverse("impact:record", args=[came, thing.pk])
