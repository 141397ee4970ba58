"""What of the mission an event or a meeting points at."""

from typing import Any


def points_of(gathering: Any) -> list[dict[str, Any]]:
    """The strands, priorities and steps of the theory that a meeting or an event points at, as links."""
    rows = [*gathering.strands.all(), *gathering.priorities.all(), *gathering.nodes.all()]
    return [
        {"title": getattr(row, "short", row.title), "url": row.get_absolute_url()} for row in rows
    ]
