"""Rows about events."""

from community.models import Event
from community.policies.events import may_decide_event
from community.services import events

from .matrix import Row, page, request, verb


def _draft_path(town, role: str, *, own: bool) -> str:
    """Custodians change events in the editor."""
    thing = town.event_drafts.get(role, town.their_event_draft) if own else town.their_event_draft
    if role in ("custodian", "superuser"):
        return f"/admin/snippets/community/event/edit/{thing.pk}/"
    return f"{thing.get_absolute_url()}edit/"


def _publish(town, user, role, which):
    """What others sent in; of their own it is asked in a test of its own."""
    event = Event.objects.get(pk=town.waiting_event.pk)
    if role == "anonymous":
        return may_decide_event(user, event)
    return events.approve_event(event, by=user)


EVENTS: dict[str, Row] = {
    "P122": page("/events/", "/events/our-event/", "/events/2026/11/"),
    "P123": request(lambda town, role: "/events/new/"),
    "P124": request(
        lambda town, role: _draft_path(town, role, own=True),
        lambda town, role: _draft_path(town, role, own=False),
    ),
    "P125": verb(_publish),
}
