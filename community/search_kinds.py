"""Events in the one search: those that a custodian has published."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from common.search import search
from common.search_kinds import Kind, register

from .addresses import page_of
from .models import Event


def look(text: str, user: Any) -> Any:
    """Published ones only, whoever asks: the one search is the public face."""
    return search(Event.objects.filter(live=True), text)


def day_of(event: Event) -> list[str]:
    """When it is."""
    return [date_format(timezone.localtime(event.starts), "j F Y")]


register(Kind(name="events", title="Events", search=look, order=40, address=page_of, aside=day_of))
