"""The list in its three presets: search, facets with counts, chips, map and order."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from common.pages import paginate
from common.policies import public
from common.search import MOST_LOOKED_THROUGH, clean_query

from .. import filters, fitting, words
from ..choices import Kind
from ..finding import asking
from .listing import Listing

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
KEPT = (*asking.TITLES, "sort", "closed", "near")


@public("Only published opportunities of confirmed organisations are listed.", row="P057")
def opportunity_list(request: HttpRequest, kind: str = "") -> HttpResponse:
    """The list: search, facets with counts, chips, order. The address holds the whole state."""
    asked = Listing(request.GET, kind, request.user)
    shown = filters.facets(asked.look, asked.chosen, asked.places, hide="kind" if kind else "")
    if asked.partly:
        shown = [filters.at_least(facet) for facet in shown]
    page = paginate(request, asked.keys(), per_page=20)
    name, heading, noun, plural = PRESETS[kind]
    action = reverse(name)
    query = request.GET.copy()
    query.pop("page", None)
    by_area = asked.look.counts("district")
    context = {
        "page_heading": heading,
        "page_lede": LEDES[kind],
        "kind": kind,
        "page": page,
        "count": f"{page.paginator.count}+" if asked.partly else page.paginator.count,
        "rows": rows(asked, page),
        "facets": [_sort_facet(asked), *shown, _closed_facet(asked)],
        "tiles": _tiles(asked, by_area),
        "map_note": _map_note(by_area, plural, asked.partly),
        "notices": notices(asked, plural),
        "chips": filters.chips(request.GET, shown),
        "links": _links(request, asked),
        "action": action,
        "query": query.urlencode(),
        "keep_search": _kept(query, ["q"]) + _kept(query, ["near"]),
        "keep_filters": _kept(query, KEPT),
        "q": asked.text,
        "noun": noun,
        "plural": plural,
        "note": "A filled block is a skill you have" if asked.held else "",
        "save_url": _save_url(kind, query),
        "feed_url": f"{action}feed.atom",
        "export_url": f"{action}export.csv",
    }
    return render(request, "opportunities/opportunity_list.html", context)


def rows(asked: Listing, page: Iterable[Any]) -> list[dict[str, Any]]:
    """What a page shows: under "what fits you" each with its reasons."""
    found = asked.rows(page)
    shown = [words.row(row, asked.held) for row in found]
    if asked.sort == asking.FITS:
        why = fitting.reasons(asked.person, [row.pk for row in found])
        for row, line in zip(found, shown, strict=True):
            line["why"] = why.get(row.pk) or words.shared_skills(row, asked.held or {})
    return shown


def notices(asked: Listing, plural: str) -> list[dict[str, Any]]:
    """What the reader should know about the list: what could not be counted, or ordered as asked."""
    found: list[dict[str, Any]] = []
    if asked.partly:
        text = (
            f"“{clean_query(asked.text)}” stands in more than {MOST_LOOKED_THROUGH:,} of all {plural}. "
            f"Only {MOST_LOOKED_THROUGH:,} were looked through, so each number is at least as high as "
            "shown. One more word finds what is not here."
        )
        found.append({"text": text})
    if asked.params.get("sort") == asking.FITS and asked.sort != asking.FITS:
        found.append(_missing(asked))
    return found


def _missing(asked: Listing) -> dict[str, Any]:
    """What has to be there before anything can be said to fit."""
    if asked.user is None or not asked.user.is_authenticated:
        here = f"{reverse(PRESETS[asked.kind][0])}?{asked.params.urlencode()}"
        url = f"/accounts/login/?{urlencode({'next': here})}"
        return {"text": "To see what fits you first,", "link": {"title": "sign in", "url": url}}
    url = reverse("profiles:profile_step", args=["skills"])
    text = "To see what fits you first, say what you can do."
    return {"text": text, "link": {"title": "Add skills", "url": url}}


def _save_url(kind: str, query: QueryDict) -> str:
    rest = query.copy()
    rest.pop("list", None)
    if kind:
        rest["list"] = kind
    return f"{reverse('opportunities:search_new')}?{rest.urlencode()}"


def _kept(query: QueryDict, names: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"name": name, "value": value[:200]}
        for name in names
        for value in query.getlist(name)[: asking.MOST_VALUES]
        if value
    ]


def _links(request: HttpRequest, asked: Listing) -> list[dict[str, str]]:
    """Other ways into the same work."""
    found = []
    if request.user.is_authenticated:
        fits = [f"{asked.kind}s"] if asked.kind else []
        url = reverse("matching:fits_me", args=fits) if fits else reverse("matching:my_matches")
        found.append({"title": "What fits me", "url": url})
    places = asked.chosen["district"]
    if len(places) == 1:
        rest = request.GET.copy()
        for name in ("district", "page"):
            rest.pop(name, None)
        rest["near"], rest["sort"] = places[0].slug, "near"
        found.append({"title": f"Nearest to {places[0].name} first", "url": f"?{rest.urlencode()}"})
    return found


def _sort_facet(asked: Listing) -> dict[str, Any]:
    options = [*filters.SORTS]
    if asked.held:
        options.insert(0, (asking.FITS, "What fits you"))
    if asked.near:
        options.append(("near", f"Nearest to {asked.near.name}"))
    if asked.text:
        options.insert(0, ("best", "Best fit to your words"))
    return {
        "name": "sort",
        "title": "Order",
        "kind": "radio",
        "options": [
            filters.option(value, label, "", value == asked.sort) for value, label in options
        ],
    }


def _closed_facet(asked: Listing) -> dict[str, Any]:
    _, ended = asked.look.endings()
    shown = filters.option("yes", "Show ended ones too", ended, asked.ended)
    facet = {"name": "closed", "title": "Ended", "options": [shown]}
    return filters.at_least(facet) if asked.partly else facet


def _tiles(asked: Listing, counts: dict[int, int]) -> list[dict[str, Any]]:
    """One tile for each place, deeper where more are; a chosen one is taken back by its own link."""
    most = max((counts.get(place.pk, 0) for place in asked.places), default=0)
    tiles = []
    for place in asked.places:
        count, selected = counts.get(place.pk, 0), place in asked.chosen["district"]
        drop, only = ("district", None), ("district", place.slug)
        tiles.append(
            {
                "css": place.short,
                "name": place.name,
                "count": f"{count}+" if count and asked.partly else count,
                "step": -(-3 * count // most) if most else 0,
                "selected": selected,
                "here": selected,
                "url": filters.address(asked.params, drop=drop)
                if selected
                else filters.address(asked.params, only=only),
            }
        )
    return tiles


def _map_note(counts: dict[int, int], plural: str, partly: bool) -> str:
    total = sum(counts.values())
    more = "+" if partly else ""
    return (
        f"{total}{more} {plural} with a place."
        if total
        else "None of these has a place on the map."
    )
