"""The desk's own queues among those of the apps: what ends soon, and a letter to read."""

from typing import Any

from common.desk_panels import Panel, register

from .models import Newsletter
from .week import ending_soon

__all__ = ["ending_soon", "letters"]


def letters() -> dict[str, Any]:
    """Drafts of the newsletter that wait for a custodian."""
    rows = list(Newsletter.objects.filter(sent_at=None)[:5])
    return {"rows": rows, "count": len(rows)}


register(
    Panel(
        name="newsletter",
        title="Newsletter to read and send",
        template="desk/room_newsletter.html",
        load=letters,
        order=70,
        minutes=10,
    )
)
