"""Events as entries of a calendar."""

from .calendars import Entry
from .choices.events import EventLifecycle
from .choices.gatherings import Mode
from .models import Event


def where(event: Event) -> str:
    """The place in one line."""
    if event.mode == Mode.ONLINE:
        return event.place or "Online"
    place = ", ".join(part for part in (event.place, event.address) if part)
    return f"{place}, and online" if event.mode == Mode.HYBRID and place else place


def of_event(event: Event) -> Entry:
    """What calendars show of it. The link leads to its page here, which knows more."""
    why = event.state.called_off_why
    off = event.state.lifecycle == EventLifecycle.CALLED_OFF
    return Entry(
        uid=event.state.uid,
        sequence=event.state.sequence,
        stamp=event.state.changed_at,
        starts=event.starts,
        ends=event.ends,
        title=event.title,
        path=event.get_absolute_url(),
        text=f"{why}\n{event.summary}".strip() if off else event.summary,
        where=where(event),
        called_off=off,
    )
