"""What must always be true of events."""

from collections.abc import Iterator

from common.invariants import invariant

from .models import Event, EventState


@invariant("Every event has its state beside it, and ends after it starts")
def events_have_states() -> Iterator[str]:
    """Without the row it has no place in a calendar and nobody owns it."""
    for pk in Event.objects.filter(state__isnull=True).values_list("pk", flat=True):
        yield f"Event {pk} has no state."


@invariant("What is live on a calendar has a fingerprint of what it shows")
def live_events_were_noted() -> Iterator[str]:
    """Otherwise a change of it would not reach anybody's calendar."""
    rows = EventState.objects.filter(event__live=True, shown="")
    for pk in rows.values_list("pk", flat=True):
        yield f"Event {pk} is live, but nobody noted what calendars show of it."
