"""The list in its three presets: search, facets with counts, chips, map and order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from common.pages import paginate
from common.policies import public
from common.search import clean_query, search
from mission.models import District

from .. import filters, finding, words
from ..choices import Kind
from ..finding import asking
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
KEPT = (*asking.TITLES, "sort", "closed", "near")


@dataclass
class Listing:
    """What one address asks for. What is found is only ever drawn through the database's own rule."""

    params: QueryDict
    kind: str
    home: District | None = None

    @cached_property
    def chosen(self) -> asking.Chosen:
        return asking.read(self.params)

    @cached_property
    def text(self) -> str:
        return self.params.get("q", "")[:200]

    @cached_property
    def ended(self) -> bool:
        return self.params.get("closed") == "yes"

    @cached_property
    def places(self) -> list[District]:
        return list(District.objects.all())

    @cached_property
    def look(self) -> finding.Look:
        among = None
        if self.params.get("q", "").strip():
            found = search(Opportunity.objects.all(), self.params["q"])
            among = list(found.values_list("pk", flat=True))
        return finding.Look(
            finding.current(),
            asking.keys(self.chosen),
            today=timezone.localdate(),
            kind=self.kind,
            ended=self.ended,
            among=among,
        )

    @cached_property
    def near(self) -> District | None:
        """Where the reader asks from: the place in the address, else that of their profile."""
        asked = self.params.get("near", "")
        return next((place for place in self.places if place.slug == asked), self.home)

    @cached_property
    def sort(self) -> str:
        asked = self.params.get("sort", "")
        if asked in dict(filters.SORTS) or (asked == "near" and self.near):
            return asked
        return "best" if clean_query(self.params.get("q", "")) else "new"

    def keys(self) -> np.ndarray:
        """Of all that fit, in the order asked for."""
        rings = None
        if self.sort == "near" and self.near:
            borders = District.neighbours.through.objects.values_list(
                "from_district", "to_district"
            )
            rings = filters.rings(self.near.pk, borders)
        return self.look.ordered(self.sort, rings=rings)

    def rows(self, keys: Iterable[Any]) -> list[Opportunity]:
        """These, in this order. The database decides anew what may be shown."""
        narrowed = Opportunity.objects.public() if self.ended else Opportunity.objects.open()
        order = [int(key) for key in keys]
        found = narrowed.for_cards().in_bulk(order)
        return [found[key] for key in order if key in found]


def reader_home(user: Any) -> District | None:
    """The place in the reader's own profile."""
    person = getattr(user, "person", None) if user.is_authenticated else None
    return person.district if person is not None and person.district_id else None


@public("Only published opportunities of confirmed organisations are listed.", row="P057")
def opportunity_list(request: HttpRequest, kind: str = "") -> HttpResponse:
    """The list: search, facets with counts, chips, order. The address holds the whole state."""
    asked = Listing(request.GET, kind, reader_home(request.user))
    shown = filters.facets(asked.look, asked.chosen, asked.places, hide="kind" if kind else "")
    page = paginate(request, asked.keys(), per_page=20)
    held, _ = reader_skills(request.user)
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
        "rows": [words.row(row, held) for row in asked.rows(page)],
        "facets": [_sort_facet(asked), *shown, _closed_facet(asked)],
        "tiles": _tiles(asked, by_area),
        "map_note": _map_note(by_area, plural),
        "chips": filters.chips(request.GET, shown),
        "links": _links(request, asked),
        "action": action,
        "query": query.urlencode(),
        "keep_search": _kept(query, ["q"]) + _kept(query, ["near"]),
        "keep_filters": _kept(query, KEPT),
        "q": asked.text,
        "noun": noun,
        "plural": plural,
        "note": "A filled block is a skill you have" if held else "",
        "save_url": _save_url(kind, query),
        "feed_url": f"{action}feed.atom",
        "export_url": f"{action}export.csv",
    }
    return render(request, "opportunities/opportunity_list.html", context)


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
        found.append({"title": "What fits me", "url": reverse("matching:my_matches")})
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
    return {"name": "closed", "title": "Ended", "options": [shown]}


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
                "count": count,
                "step": -(-3 * count // most) if most else 0,
                "selected": selected,
                "here": selected,
                "url": filters.address(asked.params, drop=drop)
                if selected
                else filters.address(asked.params, only=only),
            }
        )
    return tiles


def _map_note(counts: dict[int, int], plural: str) -> str:
    total = sum(counts.values())
    return f"{total} {plural} with a place." if total else "None of these has a place on the map."
