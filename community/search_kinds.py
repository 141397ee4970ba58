"""What of events and meetings the one search finds."""

from typing import Any

from common.search import search
from common.search_kinds import Kind, register

from .models import Event
from .queries.notes_search import find_notes


def look(text: str, user: Any) -> Any:
    """Published notes only: what anybody may read."""
    return find_notes(text)


def look_for_events(text: str, user: Any) -> Any:
    """Published ones only, whoever asks: the one search is the public face."""
    return search(Event.objects.public(), text)


register(Kind(name="events", title="Events", search=look_for_events, order=40))
register(Kind(name="notes", title="Notes of meetings", search=look, order=45))
