"""What the list of events shows under the same address, as files and feeds; one event for a calendar."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from common import spreadsheets
from common.policies import public

from .. import event_words as words
from ..calendar_entries import of_event, where
from ..calendars import answer
from ..clock import local
from ..meeting_words import entry_of
from ..models import Event, Meeting
from ..policies.events import is_shown
from ..queries.event_lists import Listing
from .events import LEDE, visible_event

MOST_EXPORTED = 5_000
MOST_IN_CALENDAR = 1_000
IN_FEED = 50
COLUMNS = (
    *("title", "starts", "ends", "mode", "place", "address", "district", "organiser"),
    *("price", "themes", "summary", "link", "state", "url"),
)


@public("The same rows as the list, as a file.", row="P122")
def export_csv(request: HttpRequest) -> HttpResponse:
    """What the list shows under the same address, as CSV that a spreadsheet can open safely."""
    rows = Listing(request.GET).ordered().prefetch_related("themes")[:MOST_EXPORTED]
    name = f"events-{timezone.localdate()}.csv"
    return HttpResponse(
        spreadsheets.csv_text(COLUMNS, map(_cells, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cells(event: Event) -> list[Any]:
    return [
        *(event.title, local(event.starts).isoformat(), local(event.ends).isoformat()),
        *(event.get_mode_display(), event.place, event.address),
        *(event.district.name if event.district else "", event.held_by, event.price),
        " | ".join(theme.name for theme in event.themes.all()),
        *(words.summary(event), event.link, event.state.get_lifecycle_display()),
        f"{settings.PUBLIC_BASE_URL}{event.get_absolute_url()}",
    ]


@public("The same rows as the list, for calendar programs.", row="P136")
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """A calendar to subscribe to: what the list shows under the same filters."""
    asked = Listing(request.GET)
    entries = [of_event(event) for event in asked.ordered()[:MOST_IN_CALENDAR]]
    if not asked.is_narrowed:
        # Who follows everything wants the Forum's own meetings too.
        meetings = Meeting.objects.public().coming().select_related("host", "series")
        entries += [entry_of(meeting) for meeting in meetings[:MOST_IN_CALENDAR]]
    return answer(f"Events: {settings.SITE_NAME}", entries, file_name="events.ics")


@public("A published event, for calendar programs.", row="P136")
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as an entry. A draft has none: it may never take place."""
    thing = visible_event(request, slug)
    if not is_shown(thing):
        raise Http404("We could not find that, or you cannot see it.")
    return answer(thing.title, [of_event(thing)], file_name=f"{thing.slug[:80]}.ics")


class EventFeed(Feed):
    """The newest published ones; filters of the address hold here too."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return f"Events: {settings.SITE_NAME}"

    def subtitle(self, request: HttpRequest) -> str:
        return LEDE

    def link(self, request: HttpRequest) -> str:
        return reverse("community:events")

    def author_name(self, request: HttpRequest) -> str:
        return settings.SITE_NAME

    def items(self, request: HttpRequest) -> list[Event]:
        rows = Listing(request.GET).rows().for_cards()
        return list(rows.order_by("-first_published_at", "-pk")[:IN_FEED])

    def item_title(self, item: Event) -> str:
        off = "Called off: " if item.state.lifecycle == "called_off" else ""
        return f"{off}{item.title}"

    def item_description(self, item: Event) -> str:
        day = f"{local(item.starts):%d %B %Y}".lstrip("0")
        parts = (f"{day}, {words.times(item.starts, item.ends)}", where(item), words.summary(item))
        return ". ".join(part for part in parts if part)

    def item_author_name(self, item: Event) -> str:
        return item.held_by or settings.SITE_NAME

    def item_guid(self, item: Event) -> str:
        return f"{settings.PUBLIC_BASE_URL}{item.get_absolute_url()}"

    def item_pubdate(self, item: Event) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: Event) -> Any:
        return item.state.changed_at


@public("The same rows as the list, as a feed.", row="P122")
def feed(request: HttpRequest) -> HttpResponse:
    """The Atom feed of the list."""
    return EventFeed()(request)
