"""What of meetings the one search finds."""

from typing import Any

from common.search_kinds import Kind, register

from .queries.notes_search import find_notes


def look(text: str, user: Any) -> Any:
    """Published notes only: what anybody may read."""
    return find_notes(text)


register(Kind(name="notes", title="Notes of meetings", search=look, order=45))
