"""Events to come as rows of a page."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from community.addresses import page_of
from community.choices.events import EventLifecycle
from community.models import Event


def coming_rows(
    *, most: int, strand: str = "", priority: str = "", district: str = ""
) -> list[dict[str, Any]]:
    """The next events that are published and not called off. One query."""
    found = (
        Event.objects.filter(live=True, ends__gte=timezone.now())
        .exclude(state__lifecycle=EventLifecycle.CALLED_OFF)
        .select_related("district")
        .order_by("starts", "pk")
    )
    if strand:
        found = found.filter(strands__slug=strand)
    if priority:
        found = found.filter(priorities__slug=priority)
    if district:
        found = found.filter(district__slug=district)
    return [_row(event) for event in found[:most]]


def _row(event: Event) -> dict[str, Any]:
    starts = timezone.localtime(event.starts)
    where = event.place or (event.district.name if event.district else "")
    return {
        "kind": event.get_mode_display(),
        "title": event.title,
        "url": page_of(event),
        "summary": event.summary or where,
        "aside": [
            date_format(starts, "j F Y").replace(" ", "\N{NO-BREAK SPACE}"),
            date_format(starts, "H:i"),
        ],
    }
