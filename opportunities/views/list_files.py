"""What the list shows under the same address, as a file and as a feed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from common import spreadsheets
from common.policies import public

from .. import words
from ..models import Opportunity
from .listing import Listing
from .lists import LEDES, PRESETS

MOST_EXPORTED = 5_000
AT_ONCE = 500
IN_FEED = 50
COLUMNS = (
    *("kind", "title", "organisation", "summary", "district", "pattern", "starts", "ends"),
    *("days_of_effort", "pay", "closes", "skills", "published", "state", "url"),
)


@public("The same rows as the list, as a file.", row="P057")
def export_csv(request: HttpRequest, kind: str = "") -> HttpResponse:
    """What the list shows under the same address, as CSV that a spreadsheet can open safely."""
    asked = Listing(request.GET, kind, request.user)
    response = HttpResponse(csv_text(_in_parts(asked)), content_type="text/csv; charset=utf-8")
    name = PRESETS[kind][3]
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    return response


def _in_parts(asked: Listing) -> Iterator[Opportunity]:
    keys = asked.keys()[:MOST_EXPORTED]
    for start in range(0, len(keys), AT_ONCE):
        yield from asked.rows(keys[start : start + AT_ONCE])


def csv_text(rows: Iterable[Opportunity]) -> str:
    """Header and rows; no cell begins with what a spreadsheet would run as a formula."""
    return spreadsheets.csv_text(COLUMNS, map(_cells, rows))


def _cells(row: Opportunity) -> list[Any]:
    skills = " | ".join(
        f"{item.skill.name}:{item.get_level_display().lower()}:"
        f"{'essential' if item.essential else 'desirable'}"
        for item in row.requirements.all()
    )
    published = row.first_published_at
    return [
        *("proposal" if row.is_proposal else row.kind, row.title, row.hosts, row.summary),
        *(row.district.name if row.district else "", row.pattern, row.starts, row.ends),
        *(row.days_of_effort, words.pay(row), row.closes, skills),
        *(published.date() if published else "", words.standing_word(row)),
        f"{settings.PUBLIC_BASE_URL}{row.get_absolute_url()}",
    ]


class OpportunityFeed(Feed):
    """The newest published ones; filters of the address hold here too."""

    feed_type = Atom1Feed

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.name = PRESETS[kind][0]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return f"{PRESETS[self.kind][1]}: {settings.SITE_NAME}"

    def subtitle(self, request: HttpRequest) -> str:
        return LEDES[self.kind]

    def link(self, request: HttpRequest) -> str:
        return reverse(self.name)

    def items(self, request: HttpRequest) -> list[Opportunity]:
        asked = Listing(request.GET, self.kind)
        return asked.rows(asked.look.ordered("new")[:IN_FEED])

    def item_title(self, item: Opportunity) -> str:
        return f"{item.get_kind_display()}: {item.title}"

    def item_description(self, item: Opportunity) -> str:
        return words.summary(item)

    def item_author_name(self, item: Opportunity) -> str:
        return item.hosts

    def item_guid(self, item: Opportunity) -> str:
        return f"{settings.PUBLIC_BASE_URL}{item.get_absolute_url()}"

    def item_pubdate(self, item: Opportunity) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: Opportunity) -> Any:
        return item.last_published_at


@public("The same rows as the list, as a feed.", row="P057")
def feed(request: HttpRequest, kind: str = "") -> HttpResponse:
    """The Atom feed of a list."""
    return OpportunityFeed(kind)(request)
