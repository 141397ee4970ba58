"""What of an event stands on pages, in words: times, places, and data for search engines."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from .calendar_entries import where
from .choices.events import EventLifecycle
from .choices.gatherings import Mode
from .clock import local
from .models import Event

ATTENDANCE = {
    Mode.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Mode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
    Mode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
}


def times(starts: datetime.datetime, ends: datetime.datetime) -> str:
    """ "18:00 to 20:00"; over several days both days are named."""
    begins, finishes = local(starts), local(ends)
    if begins.date() == finishes.date():
        return f"{begins:%H:%M} to {finishes:%H:%M}"
    return f"{_day(begins)}, {begins:%H:%M}, to {_day(finishes)}, {finishes:%H:%M}"


def _day(moment: datetime.datetime) -> str:
    form = "l j F" if moment.year == timezone.localdate().year else "l j F Y"
    return date_format(moment, form)


def summary(event: Event) -> str:
    """One sentence about it: its own, or how its description begins."""
    if event.summary or not event.description:
        return event.summary
    words = " ".join(event.description.split())
    return words if len(words) <= 200 else f"{words[:199].rsplit(' ', 1)[0]} …"


def cost(event: Event) -> str:
    return event.price or "Free"


def row(event: Event) -> dict[str, Any]:
    """What ``components/row.html`` draws."""
    begins = local(event.starts)
    kind = f"{_day(begins)}, {begins:%H:%M}"
    if event.held_by:
        kind = f"{kind}. {event.held_by}"
    district = event.district.name if event.district else ""
    facts = [
        {"term": "Where", "value": district or event.place or "Online"},
        {"term": "How", "value": event.get_mode_display()},
        {"term": "Cost", "value": cost(event)},
    ]
    off = event.state.lifecycle == EventLifecycle.CALLED_OFF
    return {
        "title": event.title,
        "url": event.get_absolute_url(),
        "kind": kind,
        "summary": summary(event),
        "facts": facts,
        "status": {"text": "Called off", "state": "late"} if off else None,
    }


def facts(event: Event) -> list[dict[str, str]]:
    """What stands in the panel beside an event; what is empty is left out there."""
    return [
        {"term": "Where", "value": where(event)},
        {"term": "Area", "value": event.district.name if event.district else ""},
        {"term": "How people take part", "value": event.get_mode_display()},
        {"term": "Held by", "value": event.held_by},
        {"term": "Cost", "value": cost(event)},
    ]


def structured(event: Event, *, base_url: str) -> dict[str, Any]:
    """It as schema.org knows an event, for search engines."""
    url = f"{base_url}{event.get_absolute_url()}"
    off = event.state.lifecycle == EventLifecycle.CALLED_OFF
    found: dict[str, Any] = {
        "@type": "Event",
        "name": event.title,
        "description": summary(event) or event.title,
        "startDate": local(event.starts).isoformat(),
        "endDate": local(event.ends).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if off else 'Scheduled'}",
        "eventAttendanceMode": ATTENDANCE[Mode(event.mode)],
        "isAccessibleForFree": event.is_free,
        "url": url,
        "location": _locations(event, url),
    }
    if event.held_by:
        found["organizer"] = {"@type": "Organization", "name": event.held_by}
    if event.link:
        found["offers"] = {
            "@type": "Offer",
            "url": event.link,
            "availability": "https://schema.org/InStock",
        }
        if event.is_free:
            found["offers"] |= {"price": "0", "priceCurrency": "GBP"}
    return found


def _locations(event: Event, url: str) -> Any:
    online = {"@type": "VirtualLocation", "url": event.link or url}
    place = {
        "@type": "Place",
        "name": event.place or "To be announced",
        "address": event.address or (event.district.name if event.district else event.place),
    }
    if event.mode == Mode.ONLINE:
        return online
    return [place, online] if event.mode == Mode.HYBRID else place
