"""What of the Forum's life the one search finds."""

from common.search import search
from common.search_kinds import Kind, register

from .models import Event

register(
    Kind(
        name="events",
        title="Events",
        search=lambda text, user: search(Event.objects.public(), text),
        order=25,
    )
)
