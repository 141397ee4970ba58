"""What of the Forum's life the one search finds: published events, and published notes of meetings."""

import html
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags

from common.search import search
from common.search_kinds import Kind, register

from .addresses import page_of
from .drafts import paragraphs
from .models import Consultation, Event
from .queries.notes_search import find_notes


def events(text: str, user: Any) -> Any:
    """Published ones only, whoever asks: the one search is the public face."""
    return search(Event.objects.public(), text)


def day_of(event: Event) -> list[str]:
    """When it is."""
    return [date_format(timezone.localtime(event.starts), "j F Y")]


def notes(text: str, user: Any) -> Any:
    """Published notes only: what anybody may read."""
    return find_notes(text)


register(
    Kind(
        name="events",
        title="Events",
        search=events,
        order=40,
        model=Event,
        address=page_of,
        aside=day_of,
    )
)
register(Kind(name="notes", title="Notes of meetings", search=notes, order=45))


def consultations(text: str, user: Any) -> Any:
    """Those that anybody may see: no drafts."""
    return search(Consultation.objects.public(), text)


def drafts(rows: Sequence[Consultation]) -> list[str]:
    """Sentence and draft of each, without the marks of headings, lists and bold."""
    texts = []
    for row in rows:
        said = [strip_tags(one.html) for one in paragraphs(row.body)]
        texts.append(html.unescape(" ".join([row.summary, *said])))
    return texts


register(
    Kind(
        name="consultations",
        title="Consultations",
        search=consultations,
        texts=drafts,
        order=60,
        model=Consultation,
    )
)
