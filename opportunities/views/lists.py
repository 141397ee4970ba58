"""The list in its three presets, and the same rows as a file and as a feed."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from common import spreadsheets
from common.pages import paginate
from common.policies import public
from common.search import clean_query, search

from .. import filters, words
from ..choices import Kind
from ..models import Opportunity
from ..queries import reader_skills

PRESETS = {
    "": ("opportunities:list", "Opportunities", "opportunity", "opportunities"),
    Kind.CHALLENGE: ("opportunities:challenges", "Challenges", "challenge", "challenges"),
    Kind.PLACEMENT: ("opportunities:placements", "Placements", "placement", "placements"),
    Kind.JOB: ("opportunities:jobs", "Jobs", "job", "jobs"),
}
LEDES = {
    "": "Challenges, placements and jobs from groups and public bodies that need someone who is "
    "good with data.",
    Kind.CHALLENGE: "Data problems of community groups, public bodies and small businesses.",
    Kind.PLACEMENT: "Time-limited posts for students and analysts, each with a supervisor.",
    Kind.JOB: "Paid posts for people who are good with data, in the region.",
}
MOST_EXPORTED = 5_000
IN_FEED = 50
COLUMNS = (
    *("kind", "title", "organisation", "summary", "district", "pattern", "starts", "ends"),
    *("days_of_effort", "pay", "closes", "skills", "published", "state", "url"),
)


def _base(request: HttpRequest, kind: str) -> Any:
    """What may be shown at all: open ones, and ended ones when asked for."""
    rows = Opportunity.objects.all()
    rows = rows.public() if request.GET.get("closed") == "yes" else rows.open()
    if kind:
        rows = rows.filter(kind=kind)
    return search(rows, request.GET.get("q", ""))


def _sorted(request: HttpRequest, rows: Any) -> tuple[Any, str]:
    asked = request.GET.get("sort", "")
    if asked in filters.ORDERS:
        return rows.order_by(*filters.ORDERS[asked]), asked
    if clean_query(request.GET.get("q", "")):
        return rows, "best"
    return rows.order_by(*filters.ORDERS["new"]), "new"


@public("Only published opportunities of confirmed organisations are listed.", row="P057")
def opportunity_list(request: HttpRequest, kind: str = "") -> HttpResponse:
    """The list: search, facets with counts, chips, order. The address holds the whole state."""
    base = _base(request, kind)
    chosen_by = filters.OpportunityFilter(request.GET, queryset=base)
    chosen = chosen_by.chosen()
    shown = filters.facets(base, chosen, hide="kind" if kind else "")
    rows, sort = _sorted(request, chosen_by.qs)
    page = paginate(request, rows.for_cards(), per_page=20)
    held, _ = reader_skills(request.user)
    name, heading, noun, plural = PRESETS[kind]
    address = reverse(name)
    query = request.GET.copy()
    query.pop("page", None)
    chips = filters.chips(request.GET, shown)
    text = request.GET.get("q", "")[:200]
    context = {
        "page_heading": heading,
        "page_lede": LEDES[kind],
        "kind": kind,
        "page": page,
        "rows": [words.row(row, held) for row in page],
        "facets": [_sort_facet(sort, bool(text)), *shown, _closed_facet(request)],
        "chips": chips,
        "action": address,
        "query": query.urlencode(),
        "keep_search": [{"name": "q", "value": text}] if text else [],
        "keep_filters": [
            {"name": key, "value": value}
            for key in query
            if key in filters.TITLES or key in ("sort", "closed")
            for value in query.getlist(key)[:20]
        ],
        "q": text,
        "noun": noun,
        "plural": plural,
        "note": "A filled block is a skill you have" if held else "",
        "feed_url": f"{address}feed.atom",
        "export_url": f"{address}export.csv",
    }
    return render(request, "opportunities/opportunity_list.html", context)


def _sort_facet(sort: str, searching: bool) -> dict[str, Any]:
    options = [*filters.SORTS]
    if searching:
        options = [("best", "Best fit to your words"), *options]
    return {
        "name": "sort",
        "title": "Order",
        "kind": "radio",
        "options": [
            {"value": value, "label": label, "count": "", "selected": value == sort}
            for value, label in options
        ],
    }


def _closed_facet(request: HttpRequest) -> dict[str, Any]:
    return {
        "name": "closed",
        "title": "Ended",
        "options": [
            {
                "value": "yes",
                "label": "Show ended ones too",
                "count": "",
                "selected": request.GET.get("closed") == "yes",
            }
        ],
    }


@public("The same rows as the list, as a file.", row="P057")
def export_csv(request: HttpRequest, kind: str = "") -> HttpResponse:
    """What the list shows under the same address, as CSV that a spreadsheet can open safely."""
    chosen_by = filters.OpportunityFilter(request.GET, queryset=_base(request, kind))
    rows, _ = _sorted(request, chosen_by.qs)
    response = HttpResponse(
        csv_text(rows.for_cards()[:MOST_EXPORTED]), content_type="text/csv; charset=utf-8"
    )
    name = PRESETS[kind][3]
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    return response


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
        *(row.kind, row.title, row.organisation.name, row.summary),
        *(row.district.name if row.district else "", row.pattern, row.starts, row.ends),
        *(row.days_of_effort, words.pay(row), row.closes, skills),
        *(published.date() if published else "", row.state.lifecycle),
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
        chosen_by = filters.OpportunityFilter(request.GET, queryset=_base(request, self.kind))
        newest = chosen_by.qs.order_by(*filters.ORDERS["new"])
        return list(newest.select_related("organisation", "district")[:IN_FEED])

    def item_title(self, item: Opportunity) -> str:
        return f"{item.get_kind_display()}: {item.title}"

    def item_description(self, item: Opportunity) -> str:
        return words.summary(item)

    def item_author_name(self, item: Opportunity) -> str:
        return item.organisation.name

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
