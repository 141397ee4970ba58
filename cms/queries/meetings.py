"""The next meeting, as the home page tells of it."""

from typing import Any

from django.utils import timezone
from django.utils.formats import time_format

from community.addresses import page_of
from community.choices.gatherings import Mode
from community.models import Meeting


def next_meeting() -> dict[str, Any] | None:
    """The soonest that is announced, takes place and has not ended. One query; None for none."""
    found = (
        Meeting.objects.filter(
            announced_at__isnull=False, called_off_at__isnull=True, ends__gt=timezone.now()
        )
        .select_related("host", "district")
        .order_by("starts", "pk")
        .first()
    )
    if found is None:
        return None
    starts, ends = timezone.localtime(found.starts), timezone.localtime(found.ends)
    several_days = starts.date() != ends.date()
    return {
        "title": found.title,
        "url": page_of(found),
        "starts": found.starts,
        "times": time_format(starts, "H:i")
        + ("" if several_days else f" to {time_format(ends, 'H:i')}"),
        "place": _place(found),
        "summary": found.summary,
        "host": found.host.name if found.host else "",
        "area": found.district.short if found.district else "",
    }


def mark_where(tiles: list[dict[str, Any]], meeting: dict[str, Any] | None) -> str:
    """Mark the meeting's tile on the map; what the mark means, or nothing."""
    found = [tile for tile in tiles if meeting and tile["css"] == meeting["area"]]
    for tile in found:
        tile["here"] = True
    return "Our next meeting is here" if found else ""


def _place(meeting: Meeting) -> str:
    """``The Lock Works, Wolverhampton, and online``."""
    if meeting.mode == Mode.ONLINE:
        return "Online"
    area = meeting.district.name if meeting.district else ""
    parts = [meeting.place, area if area not in meeting.place else ""]
    place = ", ".join(part for part in parts if part)
    if meeting.mode == Mode.HYBRID:
        return f"{place}, and online" if place else "In person and online"
    return place
