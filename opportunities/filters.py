"""The filters of the list: declared keys only, each with counts under the other filters in force."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

import django_filters
from django.db.models import Q
from django.http import QueryDict

from mission.models import District, Node, Priority, Theme
from profiles.choices import OrganisationKind
from skills.choices import Level
from skills.models import Skill

from .choices import Kind, Pattern, PayBasis
from .finding import Look
from .finding.columns import HOURS
from .finding.counting import SOON
from .models import Opportunity, Requirement

SORTS = (
    ("new", "Newest first"),
    ("closing", "Closing soonest"),
    ("title", "A to Z"),
)
TITLES = {
    "kind": "Kind",
    "district": "Area",
    "pattern": "Pattern",
    "hours": "Hours a week",
    "pay": "Pay",
    "host": "Who asks",
    "closing": "Closes",
    "theme": "About",
    "skill": "Skill",
    "level": "Level asked",
    "priority": "Serves",
    "node": "Step of the theory of change",
}
HOURS_CHOICES = [(value, label) for value, label, _, _ in HOURS]
CLOSING = [("week", "In the next 7 days"), ("month", "In the next 30 days")]
FIXED: dict[str, list[tuple[Any, str]]] = {
    "kind": list(Kind.choices),
    "pattern": list(Pattern.choices),
    "hours": HOURS_CHOICES,
    "pay": list(PayBasis.choices),
    "host": list(OrganisationKind.choices),
    "closing": CLOSING,
    "level": list(Level.choices),
}
# Pages of the Forum link to these; the list offers them only while one is chosen.
FROM_ELSEWHERE: dict[str, Any] = {"priority": Priority, "node": Node}
TAGGED: dict[str, Any] = {"theme": Theme, "skill": Skill}
MOST_OPTIONS = 12
MOST_VALUES = 20
Chosen = dict[str, list[Any]]


def _of(records: Any) -> django_filters.ModelMultipleChoiceFilter:
    return django_filters.ModelMultipleChoiceFilter(
        queryset=records.objects.all(), to_field_name="slug"
    )


def _one_of(name: str) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(choices=FIXED[name])


class OpportunityFilter(django_filters.FilterSet):
    """What the address asks for. Unknown keys and values are left out, never passed on."""

    kind = _one_of("kind")
    district = _of(District)
    pattern = _one_of("pattern")
    hours = _one_of("hours")
    pay = _one_of("pay")
    host = _one_of("host")
    closing = _one_of("closing")
    theme = _of(Theme)
    skill = _of(Skill)
    level = _one_of("level")
    priority = _of(Priority)
    node = _of(Node)

    class Meta:
        model = Opportunity
        fields: list[str] = []


def read(params: QueryDict) -> Chosen:
    """The values in force, by name: of kinds and the like the words of the address, of records themselves."""
    asked = QueryDict(mutable=True)
    for name in TITLES:
        asked.setlist(name, list(dict.fromkeys(params.getlist(name)[:MOST_VALUES])))
    form = OpportunityFilter(asked, queryset=Opportunity.objects.none()).form
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    return {name: list(given.get(name) or []) for name in TITLES}


def keys(chosen: Chosen) -> dict[str, list[Any]]:
    """The same for the index, which knows keys and levels as numbers."""
    found = {
        name: [getattr(value, "pk", value) for value in values] for name, values in chosen.items()
    }
    return found | {"level": [int(value) for value in chosen["level"]]}


def rule(chosen: Chosen, *, today: datetime.date) -> Q:
    """All filters in force as one condition of the database; without a join, so that rows never double."""
    found = Q()
    for name, values in chosen.items():
        if values and name not in ("skill", "level"):
            found &= _condition(name, values, today)
    if chosen["skill"] or chosen["level"]:
        needs = Requirement.objects.order_by()
        if chosen["skill"]:
            needs = needs.filter(skill__in=chosen["skill"])
        if chosen["level"]:
            needs = needs.filter(level__in=chosen["level"])
        found &= Q(pk__in=needs.values("opportunity"))
    return found


def _condition(name: str, values: list[Any], today: datetime.date) -> Q:
    if name in ("theme", "priority", "node"):
        field = {"theme": "themes", "priority": "priorities", "node": "nodes"}[name]
        through = getattr(Opportunity, field).through.objects.order_by()
        return Q(pk__in=through.filter(**{f"{name}__in": values}).values("opportunity"))
    if name == "pay":  # a challenge's form asks nothing about pay: "voluntary" is only its default
        unasked = Q(kind=Kind.CHALLENGE, pay_basis=PayBasis.VOLUNTARY)
        return Q(pay_basis__in=values) & ~unasked
    if name == "host":
        return Q(organisation__kind__in=values)
    if name == "closing":
        last = today + datetime.timedelta(days=max(SOON[value] for value in values))
        return Q(closes__gte=today, closes__lte=last)
    if name == "hours":
        found = Q()
        for value, _, least, most in HOURS:
            if value in values:
                found |= Q(hours_per_week__range=(least, most))
        return found
    return Q(**{f"{name}__in": values})


def facets(
    look: Look, chosen: Chosen, places: Iterable[District], *, hide: str = ""
) -> list[dict[str, Any]]:
    """Every facet with its options and counts. Only the names of tags are asked of the database."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, options in FIXED.items():
        counts = look.counts(name)
        found[name] = [
            option(str(value), label, counts.get(value, 0), str(value) in chosen[name])
            for value, label in options
        ]
    if not any(one["count"] or one["selected"] for one in found["hours"]):
        found["hours"] = []
    counts = look.counts("district")
    found["district"] = [
        option(place.slug, place.name, counts.get(place.pk, 0), place in chosen["district"])
        for place in places
        if counts.get(place.pk) or place in chosen["district"]
    ]
    for name, records in TAGGED.items():
        found[name] = _tags(look, name, records, chosen[name], "name")
    for name, records in FROM_ELSEWHERE.items():
        found[name] = _tags(look, name, records, chosen[name], "title") if chosen[name] else []
    return [
        {"name": name, "title": TITLES[name], "options": found[name]}
        for name in TITLES
        if name != hide and found[name]
    ]


def _tags(
    look: Look, name: str, records: Any, picked: list[Any], label: str
) -> list[dict[str, Any]]:
    """The commonest among what fits, and whichever are chosen."""
    counts = look.counts(name)
    least = sorted(counts.values(), reverse=True)[:MOST_OPTIONS][-1] if counts else 0
    common = [key for key, count in counts.items() if count >= least][: 20 * MOST_OPTIONS]
    named = records.objects.filter(pk__in=common).order_by().values_list("pk", "slug", label)
    rows = sorted((-counts[key], text, slug) for key, slug, text in named)[:MOST_OPTIONS]
    chosen = {value.slug: value for value in picked}
    shown = [option(slug, text, -count, slug in chosen) for count, text, slug in rows]
    there = {slug for _, _, slug in rows}
    return shown + [
        option(slug, getattr(value, label), counts.get(value.pk, 0), True)
        for slug, value in chosen.items()
        if slug not in there
    ]


def option(value: str, label: str, count: Any, selected: bool) -> dict[str, Any]:
    """What ``components/facet.html`` draws."""
    return {"value": value, "label": label, "count": count, "selected": selected}


def chips(params: QueryDict, shown: list[dict[str, Any]]) -> list[dict[str, str]]:
    """One for each filter in force, with the address that takes it away."""
    found = []
    if params.get("q", "").strip():
        found.append({"title": f"“{params['q'][:60]}”", "url": address(params, drop=("q", None))})
    for facet in shown:
        for one in facet["options"]:
            if one["selected"]:
                url = address(params, drop=(facet["name"], one["value"]))
                title = one["label"]
                if facet["name"] in ("closing", "hours", "level"):
                    title = f"{facet['title']}: {title[0].lower()}{title[1:]}"
                found.append({"title": title, "url": url})
    if params.get("closed") == "yes":
        url = address(params, drop=("closed", None))
        found.append({"title": "Ended ones too", "url": url})
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


def rings(start: int, borders: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """How many borders lie between a place and each other; ``borders`` are pairs of neighbours."""
    beside: dict[int, list[int]] = {}
    for one, other in borders:
        beside.setdefault(one, []).append(other)
    found, edge, step = {start: 0}, {start}, 0
    while edge:
        step += 1
        edge = {place for here in edge for place in beside.get(here, ()) if place not in found}
        found |= dict.fromkeys(edge, step)
    return found
