"""Outcomes as open data: what the list shows under the same address, and files that lie with them."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from common import spreadsheets
from common.policies import public
from profiles.documents import vault

from .. import named
from ..choices import Came
from ..models import Outcome
from ..queries import Listing
from .outcomes import LEDE, NOT_THERE, visible

MOST_EXPORTED = 5_000
IN_FEED = 50
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
COLUMNS = (
    *("title", "what_changed", "for_whom", "came_of", "who", "district", "step", "strands"),
    *("priorities", "link", "verified", "url"),
)


def _told(outcome: Outcome) -> dict[str, Any]:
    came = next((one for one in Came if getattr(outcome, f"{one}_id") is not None), None)
    return {
        "title": outcome.title,
        "what_changed": outcome.what_changed,
        "for_whom": outcome.for_whom,
        "came_of": str(came or ""),
        "who": [side["text"] for side in named.sides(outcome)],
        "district": outcome.district.name if outcome.district else "",
        "step": outcome.node.slug if outcome.node else "",
        "strands": [one.slug for one in outcome.strands.all()],
        "priorities": [one.slug for one in outcome.priorities.all()],
        "link": outcome.link,
        "verified": f"{timezone.localtime(outcome.published_at):%Y-%m-%d}",
        "url": f"{settings.PUBLIC_BASE_URL}{outcome.get_absolute_url()}",
    }


@public("The same rows as the list, as a file.", row="P117")
@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """What the list shows under the same address, as CSV that a spreadsheet can open safely."""
    told = map(
        _told,
        Listing(request.GET).ordered().prefetch_related("strands", "priorities")[:MOST_EXPORTED],
    )
    lines = (
        [" | ".join(cell) if isinstance(cell, list) else cell for cell in one.values()]
        for one in told
    )
    response = HttpResponse(
        spreadsheets.csv_text(COLUMNS, lines), content_type="text/csv; charset=utf-8"
    )
    name = f"outcomes-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public("The same rows as the list, for programs.", row="P117")
@require_safe
def export_json(request: HttpRequest) -> HttpResponse:
    """The same as one document."""
    rows = Listing(request.GET).ordered().prefetch_related("strands", "priorities")[:MOST_EXPORTED]
    response = JsonResponse(
        {
            "title": f"Outcomes: {settings.SITE_NAME}",
            "licence": LICENCE,
            "outcomes": [_told(row) for row in rows],
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


class OutcomeFeed(Feed):
    """The newest verified ones; filters of the address hold here too."""

    feed_type = Atom1Feed
    subtitle = LEDE

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return f"Outcomes: {settings.SITE_NAME}"

    def link(self, request: HttpRequest) -> str:
        return reverse("impact:outcomes")

    def items(self, request: HttpRequest) -> list[Outcome]:
        return list(Listing(request.GET).ordered()[:IN_FEED])

    def item_title(self, item: Outcome) -> str:
        return item.title

    def item_description(self, item: Outcome) -> str:
        return f"{item.what_changed} For whom: {item.for_whom}"

    def item_author_name(self, item: Outcome) -> str:
        return settings.SITE_NAME

    def item_guid(self, item: Outcome) -> str:
        return f"{settings.PUBLIC_BASE_URL}{item.get_absolute_url()}"

    def item_pubdate(self, item: Outcome) -> Any:
        return item.published_at

    def item_updateddate(self, item: Outcome) -> Any:
        return item.published_at


@public("The same rows as the list, as a feed.", row="P117")
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The Atom feed of the list."""
    return OutcomeFeed()(request)


@public(
    "may_see_outcome decides on the object: files of drafts answer 404 to strangers.", row="P117"
)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that shows it, never shown inside the browser."""
    row = visible(request, pk)
    if not row.stored:
        raise Http404(NOT_THERE)
    try:
        content = vault.read(row.stored)
    except FileNotFoundError:
        raise Http404(NOT_THERE) from None
    response = HttpResponse(content, content_type=row.media_type)
    name = slugify(row.title)[:80] or "outcome"
    response["Content-Disposition"] = f'attachment; filename="{name}.{row.extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if not row.is_public:
        response["Cache-Control"] = "private, no-store"
    return response
