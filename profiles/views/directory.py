"""The directory of organisations, and the same rows as a file and as a feed."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from common import spreadsheets
from common.pages import paginate
from common.policies import public
from common.search import clean_query, search

from .. import filters
from ..models import Offer, Organisation, RegisterEntry

MOST_EXPORTED = 5_000
IN_FEED = 50
COLUMNS = (
    *("name", "kind", "area", "summary", "website", "hosting", "works_towards", "cares_about"),
    *("identifiers", "confirmed", "url"),
)


def _sorted(request: HttpRequest, rows: QuerySet[Organisation]) -> tuple[Any, str]:
    asked = request.GET.get("sort", "")
    if asked in filters.ORDERS:
        return rows.order_by(*filters.ORDERS[asked]), asked
    if clean_query(request.GET.get("q", "")):
        return rows, "best"
    return rows.order_by(*filters.ORDERS["name"]), "name"


@public("Verified organisations are public; visible_to() keeps the others out.", row="P013")
def organisations(request: HttpRequest) -> HttpResponse:
    """The directory: search, map, facets with counts, chips. The address holds the whole state."""
    base = search(Organisation.objects.visible_to(request.user), request.GET.get("q", ""))
    chosen = filters.read(request.GET)
    counted = filters.facets(base, chosen)
    rows, sort = _sorted(request, base.filter(chosen.rule()))
    page = paginate(request, rows.select_related("district", "state"))
    giving = _open_offers(page)
    address = reverse("profiles:organisations")
    query = request.GET.copy()
    query.pop("page", None)
    text = request.GET.get("q", "")[:200]
    return render(
        request,
        "profiles/organisation_list.html",
        {
            "page": page,
            "rows": [_row(thing, giving.get(thing.pk, 0)) for thing in page],
            "facets": [_sort_facet(sort, bool(text)), *counted.shown],
            "tiles": _tiles(request, chosen, counted.by_district),
            "map_note": _map_note(counted.by_district),
            "chips": filters.chips(request.GET, counted.shown),
            "action": address,
            "query": query.urlencode(),
            "keep_search": [{"name": "q", "value": text}] if text else [],
            "keep_filters": [
                {"name": name, "value": value}
                for name in (*filters.TITLES, "sort")
                for value in request.GET.getlist(name)[:20]
            ],
            "q": text,
            "export_url": reverse("profiles:organisations_csv"),
            "feed_url": reverse("profiles:organisations_feed"),
        },
    )


def _open_offers(page: Iterable[Organisation]) -> dict[int, int]:
    keys = [thing.pk for thing in page]
    rows = Offer.objects.open().filter(organisation__in=keys).order_by()
    return dict(rows.values_list("organisation").annotate(number=Count("pk")))


def _row(thing: Organisation, giving: int) -> dict[str, Any]:
    facts = [{"term": "Where", "value": thing.district.name if thing.district else "The region"}]
    if giving:
        facts.append({"term": "Offers", "value": f"{giving} now"})
    if thing.hosting:
        facts.append({"term": "Hosting", "value": thing.get_hosting_display()})
    waits = "" if thing.is_verified else ", waiting to be confirmed"
    return {
        "title": thing.name,
        "url": thing.get_absolute_url(),
        "kind": f"{thing.get_kind_display()}{waits}",
        "summary": thing.summary[:177] + "…" if len(thing.summary) > 180 else thing.summary,
        "facts": facts,
    }


def _tiles(
    request: HttpRequest, chosen: filters.Chosen, counts: dict[str, int]
) -> list[dict[str, Any]]:
    """One tile for each place, deeper where more are; a chosen one is taken back by its own link."""
    most = max(counts.values(), default=0)
    tiles = []
    for slug, place in chosen.districts.items():
        count = counts.get(slug, 0)
        selected = slug in chosen.values["district"]
        drop = ("district", None)
        tiles.append(
            {
                "css": place.short,
                "name": place.name,
                "count": count,
                "step": -(-3 * count // most) if most else 0,
                "selected": selected,
                "here": selected,
                "url": filters.address(request.GET, drop=drop)
                if selected
                else filters.address(request.GET, only=("district", slug)),
            }
        )
    return tiles


def _map_note(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    if not total:
        return "None of these has a place on the map."
    text = f"{total} {'organisation' if total == 1 else 'organisations'} by area"
    elsewhere = counts.get("", 0)
    return (
        f"{text}, {elsewhere} of them across the region or elsewhere." if elsewhere else f"{text}."
    )


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


@public("The same rows as the list, as a file; only confirmed ones.", row="P013")
def organisations_csv(request: HttpRequest) -> HttpResponse:
    """What the list shows under the same address, as CSV that a spreadsheet can open safely."""
    shown = search(Organisation.objects.public(), request.GET.get("q", ""))
    rows, _ = _sorted(request, shown.filter(filters.read(request.GET).rule()))
    things = rows.select_related("district", "state").prefetch_related(
        "priorities", "themes", "register_entries"
    )
    response = HttpResponse(
        spreadsheets.csv_text(COLUMNS, map(_cells, things[:MOST_EXPORTED])),
        content_type="text/csv; charset=utf-8",
    )
    name = f"organisations-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(thing: Organisation) -> list[Any]:
    return [
        *(thing.name, thing.get_kind_display(), thing.district.name if thing.district else ""),
        *(thing.summary, thing.website, thing.get_hosting_display()),
        " | ".join(priority.title for priority in thing.priorities.all()),
        " | ".join(theme.name for theme in thing.themes.all()),
        " | ".join(_shown_identifiers(thing.register_entries.all())),
        thing.state.verified_at.date() if thing.state.verified_at else "",
        f"{settings.PUBLIC_BASE_URL}{thing.get_absolute_url()}",
    ]


def _shown_identifiers(entries: Iterable[RegisterEntry]) -> list[str]:
    return [entry.open_identifier for entry in entries if entry.checked_at]


class OrganisationFeed(Feed):
    """The newest confirmed organisations; filters of the address hold here too."""

    feed_type = Atom1Feed
    author_name = settings.SITE_NAME

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return f"Organisations: {settings.SITE_NAME}"

    def subtitle(self, request: HttpRequest) -> str:
        return "Who has joined."

    def link(self, request: HttpRequest) -> str:
        return reverse("profiles:organisations")

    def items(self, request: HttpRequest) -> Any:
        rows = Organisation.objects.public().filter(filters.read(request.GET).rule())
        return rows.select_related("state").order_by("-state__verified_at", "-pk")[:IN_FEED]

    def item_title(self, item: Organisation) -> str:
        return item.name

    def item_description(self, item: Organisation) -> str:
        return item.summary

    def item_guid(self, item: Organisation) -> str:
        return f"{settings.PUBLIC_BASE_URL}{item.get_absolute_url()}"

    def item_pubdate(self, item: Organisation) -> Any:
        return item.state.verified_at

    def item_updateddate(self, item: Organisation) -> Any:
        return item.state.verified_at


@public("The same rows as the list, as a feed; only confirmed ones.", row="P013")
def organisations_feed(request: HttpRequest) -> HttpResponse:
    """The Atom feed of the directory."""
    return OrganisationFeed()(request)
