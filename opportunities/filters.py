"""The facets of the list, each with counts under the other filters in force; chips and addresses."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Value
from django.http import QueryDict

from mission.models import District, Node, Priority, Theme
from skills.models import Skill

from .finding import Look
from .finding.asking import FIXED, TITLES, Chosen

SORTS = (
    ("new", "Newest first"),
    ("closing", "Closing soonest"),
    ("title", "A to Z"),
)
# Pages of the Forum link to these; the list offers them only while one is chosen.
FROM_ELSEWHERE: dict[str, Any] = {"priority": Priority, "node": Node}
TAGGED: dict[str, Any] = {"theme": Theme, "skill": Skill}
MOST_OPTIONS = 12
Named = tuple[int, str, str]


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
    if not any(one["count"] or one["selected"] for one in found["sure"][1:]):
        found["sure"] = []
    counts = look.counts("district")
    found["district"] = [
        option(place.slug, place.name, counts.get(place.pk, 0), place in chosen["district"])
        for place in places
        if counts.get(place.pk) or place in chosen["district"]
    ]
    named = _names(look)
    for name in TAGGED:
        found[name] = _tags(look, name, named[name], chosen[name], "name")
    for name, records in FROM_ELSEWHERE.items():
        rows = records.objects.filter(pk__in=_common(look, name)) if chosen[name] else []
        named[name] = [(row.pk, row.slug, row.title) for row in rows]
        found[name] = _tags(look, name, named[name], chosen[name], "title") if chosen[name] else []
    return [
        {"name": name, "title": TITLES[name], "options": found[name]}
        for name in TITLES
        if name != hide and found[name]
    ]


def _common(look: Look, name: str) -> list[int]:
    """The commonest tags among what fits."""
    counts = look.counts(name)
    least = sorted(counts.values(), reverse=True)[:MOST_OPTIONS][-1] if counts else 0
    return [key for key, count in counts.items() if count >= least][: 20 * MOST_OPTIONS]


def _names(look: Look) -> dict[str, list[Named]]:
    """Key, address and name of the commonest themes and skills: one query for both."""
    asked = [
        records.objects.filter(pk__in=_common(look, name))
        .order_by()
        .values_list("pk", "slug", "name", Value(name))
        for name, records in TAGGED.items()
    ]
    found: dict[str, list[Named]] = {name: [] for name in TAGGED}
    for key, slug, text, name in asked[0].union(*asked[1:], all=True):
        found[name].append((key, slug, text))
    return found


def _tags(
    look: Look, name: str, named: list[Named], picked: list[Any], label: str
) -> list[dict[str, Any]]:
    """The commonest among what fits, and whichever are chosen."""
    counts = look.counts(name)
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


def at_least(facet: dict[str, Any]) -> dict[str, Any]:
    """The same where not all that was found could be counted: "12+", and of what was not met nothing."""
    options = [
        {**one, "count": f"{one['count']}+" if one["count"] else ""} for one in facet["options"]
    ]
    return {**facet, "options": options}


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
