"""The facets of the directory: declared keys only, each with counts under the other filters in force.

Kind, area and hosting are counted together, by how many organisations share each mix of them: one
look at the table, however many options there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from mission.models import District, Priority, Theme

from .choices import Hosting, OfferKind, OrganisationKind
from .models import Offer, Organisation

SORTS = (("name", "A to Z"), ("new", "Newest first"))
ORDERS = {"name": ("name",), "new": (F("created").desc(), "-pk")}
TITLES = {
    "kind": "Kind",
    "district": "Area",
    "hosting": "Hosting",
    "offers": "Offers now",
    "priority": "Works towards",
    "theme": "Cares about",
}
MIXED = ("kind", "district", "hosting")
MOST_VALUES = 20


@dataclass
class Chosen:
    """What the address asks for; unknown keys and values are left out."""

    values: dict[str, list[str]] = field(default_factory=dict)
    districts: dict[str, District] = field(default_factory=dict)
    priorities: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)

    def rule(self, *, leaving_out: Iterable[str] = ()) -> Q:
        """All filters in force as one condition, without a join, so that rows never double."""
        found = Q()
        for name, values in self.values.items():
            if values and name not in leaving_out:
                found &= self._condition(name, values)
        return found

    def _condition(self, name: str, values: list[str]) -> Q:
        if name == "district":
            return Q(district__in=[self.districts[slug].pk for slug in values])
        if name == "priority":
            tagged = Organisation.priorities.through._default_manager.filter(
                priority__slug__in=values
            )
            return Q(pk__in=tagged.values("organisation"))
        if name == "theme":
            caring = Organisation.themes.through._default_manager.filter(theme__slug__in=values)
            return Q(pk__in=caring.values("organisation"))
        if name == "offers":
            open_ones = Offer.objects.open().filter(kind__in=values, organisation__isnull=False)
            return Q(pk__in=open_ones.order_by().values("organisation"))
        return Q(**{f"{name}__in": values})


def read(params: QueryDict) -> Chosen:
    """What an address asks for, in three queries (the places, priorities and themes there are)."""
    chosen = Chosen(
        districts={place.slug: place for place in District.objects.all()},
        priorities=dict(Priority.objects.values_list("slug", "short")),
        themes=dict(Theme.objects.values_list("slug", "name")),
    )
    known: dict[str, Iterable[str]] = {
        "kind": OrganisationKind.values,
        "district": chosen.districts,
        "hosting": Hosting.values,
        "offers": OfferKind.values,
        "priority": chosen.priorities,
        "theme": chosen.themes,
    }
    for name, allowed in known.items():
        asked = params.getlist(name)[:MOST_VALUES]
        chosen.values[name] = list(dict.fromkeys(value for value in asked if value in allowed))
    return chosen


@dataclass
class Facets:
    """The options of every facet, and how many organisations each area has."""

    shown: list[dict[str, Any]]
    by_district: dict[str, int]


def facets(base: QuerySet[Organisation], chosen: Chosen) -> Facets:
    """Count every option, in four queries whatever the number of rows."""
    rows = base.order_by()
    mixes = _mixes(rows.filter(chosen.rule(leaving_out=MIXED)))
    slug_of = {place.pk: place.slug for place in chosen.districts.values()}
    counts: dict[str, dict[str, int]] = {name: {} for name in TITLES}
    for kind, district, hosting, number in mixes:
        mix = {"kind": kind, "district": slug_of.get(district or 0, ""), "hosting": hosting}
        for name in MIXED:
            others = (other for other in MIXED if other != name)
            if all(not chosen.values[o] or mix[o] in chosen.values[o] for o in others):
                counts[name][mix[name]] = counts[name].get(mix[name], 0) + number
    counts["offers"] = _offer_kinds(rows, chosen)
    counts["priority"] = _tags(Organisation.priorities.through, "priority", rows, chosen)
    counts["theme"] = _tags(Organisation.themes.through, "theme", rows, chosen)
    labels = {
        "kind": dict(OrganisationKind.choices),
        "district": {slug: place.name for slug, place in chosen.districts.items()},
        "hosting": dict(Hosting.choices),
        "offers": dict(OfferKind.choices),
        "priority": chosen.priorities,
        "theme": chosen.themes,
    }
    shown = []
    for name, title in TITLES.items():
        options = [
            {"value": value, "label": label, "count": count, "selected": selected}
            for value, label in labels[name].items()
            for count, selected in [(counts[name].get(value, 0), value in chosen.values[name])]
            if count or selected
        ]
        if options:
            shown.append({"name": name, "title": title, "options": options})
    return Facets(shown, counts["district"])


def _mixes(rows: QuerySet[Organisation]) -> Iterable[tuple[str, int | None, str, int]]:
    return rows.values_list("kind", "district", "hosting").annotate(number=Count("pk"))


def _among(rows: QuerySet[Organisation], chosen: Chosen, name: str) -> Exists:
    """Whether an organisation is among those of the other filters, looked up one by one.

    What is counted is fewer than there are organisations: a list of them all would first be made.
    """
    return Exists(rows.filter(chosen.rule(leaving_out=[name]), pk=OuterRef("organisation")))


def _offer_kinds(rows: QuerySet[Organisation], chosen: Chosen) -> dict[str, int]:
    counted = Offer.objects.open().filter(_among(rows, chosen, "offers")).order_by()
    return dict(counted.values_list("kind").annotate(number=Count("organisation", distinct=True)))


def _tags(through: Any, name: str, rows: QuerySet[Organisation], chosen: Chosen) -> dict[str, int]:
    counted = through._default_manager.filter(_among(rows, chosen, name))
    return dict(counted.values_list(f"{name}__slug").annotate(number=Count("organisation")))


def chips(params: QueryDict, shown: list[dict[str, Any]]) -> list[dict[str, str]]:
    """One for each filter in force, with the address that takes it away."""
    found = []
    if params.get("q", "").strip():
        found.append({"title": f"“{params['q'][:60]}”", "url": address(params, drop=("q", None))})
    for facet in shown:
        for option in facet["options"]:
            if option["selected"]:
                url = address(params, drop=(facet["name"], option["value"]))
                found.append({"title": option["label"], "url": url})
    return found


def address(
    params: QueryDict,
    *,
    drop: tuple[str, str | None] | None = None,
    only: tuple[str, str] | None = None,
) -> str:
    """The same list with one filter less, or with one facet set to a single value."""
    rest = params.copy()
    rest.pop("page", None)
    if drop is not None:
        name, value = drop
        kept = [item for item in rest.getlist(name) if value is not None and item != value]
        rest.setlist(name, kept)
        if not kept:
            rest.pop(name, None)
    if only is not None:
        rest[only[0]] = only[1]
    return f"?{rest.urlencode()}"
