"""A meeting in words: its times, where it is, and how search engines read it."""

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from .calendars import Entry
from .choices.gatherings import Mode
from .models import Meeting

ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


def clock(moment: datetime.datetime) -> str:
    """10:30, in Birmingham."""
    return f"{timezone.localtime(moment):%H:%M}"


def times(meeting: Meeting) -> str:
    """10:30 to 11:55, with the day of its end where that is another one."""
    starts, ends = timezone.localtime(meeting.starts), timezone.localtime(meeting.ends)
    if starts.date() == ends.date():
        return f"{starts:%H:%M} to {ends:%H:%M}"
    until = date_format(ends, "H:i \\o\\n j F")
    return f"{starts:%H:%M} to {until}"


def where(meeting: Meeting) -> str:
    """The place in words. The link to join is never among them."""
    parts = [part for part in (meeting.place, meeting.address) if part]
    if meeting.mode == Mode.ONLINE:
        return "Online"
    if meeting.mode == Mode.HYBRID:
        return ", ".join([*parts, "and online"]) if parts else "Online, and at a place to be said"
    return ", ".join(parts)


def entry_of(meeting: Meeting) -> Entry:
    """As an entry of a calendar."""
    return Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=meeting.changed_at,
        starts=meeting.starts,
        ends=meeting.ends,
        title=meeting.title,
        text=meeting.summary,
        where=where(meeting),
        path=meeting.get_absolute_url(),
        called_off=meeting.is_called_off,
    )


def structured(meeting: Meeting) -> dict[str, Any]:
    """As schema.org/Event."""
    address = f"{settings.PUBLIC_BASE_URL}{meeting.get_absolute_url()}"
    state = "EventCancelled" if meeting.is_called_off else "EventScheduled"
    place = {
        "@type": "Place",
        "name": meeting.place or "To be said",
        "address": meeting.address or meeting.place or "West Midlands",
    }
    online = {"@type": "VirtualLocation", "url": address}
    locations = {Mode.IN_PERSON: place, Mode.ONLINE: online, Mode.HYBRID: [place, online]}
    return {
        "@type": "Event",
        "name": meeting.title,
        "description": meeting.summary or meeting.title,
        "startDate": timezone.localtime(meeting.starts).isoformat(),
        "endDate": timezone.localtime(meeting.ends).isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE[Mode(meeting.mode)]}",
        "location": locations[Mode(meeting.mode)],
        "isAccessibleForFree": True,
        "url": address,
        "organizer": {
            "@type": "Organization",
            "name": settings.SITE_NAME,
            "url": settings.PUBLIC_BASE_URL,
        },
    }
