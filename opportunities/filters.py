"""The facets of the list: declared keys only, each with counts under the other filters in force."""

from typing import Any

import django_filters
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict

from mission.models import District, Node, Priority, Theme
from skills.models import Skill

from .choices import Kind, Pattern, PayBasis
from .models import Opportunity, Requirement

SORTS = (
    ("new", "Newest first"),
    ("closing", "Closing soonest"),
    ("title", "A to Z"),
)
ORDERS = {
    "new": ("-first_published_at", "-pk"),
    "closing": (F("closes").asc(nulls_last=True), "-pk"),
    "title": ("title", "pk"),
}
TITLES = {
    "kind": "Kind",
    "district": "Area",
    "pattern": "Pattern",
    "pay": "Pay",
    "theme": "About",
    "skill": "Skill",
    "priority": "Serves",
    "node": "Step of the theory of change",
}
# Pages of the Forum link to these; the list offers them only while one is chosen.
FROM_ELSEWHERE = {"priority": "priorities", "node": "nodes"}
MOST_OPTIONS = 12


class OpportunityFilter(django_filters.FilterSet):
    """What the address asks for. Unknown keys and values are left out, never passed on."""

    kind = django_filters.MultipleChoiceFilter(choices=Kind.choices, method="narrow")
    district = django_filters.ModelMultipleChoiceFilter(
        queryset=District.objects.all(), to_field_name="slug", method="narrow"
    )
    pattern = django_filters.MultipleChoiceFilter(choices=Pattern.choices, method="narrow")
    pay = django_filters.MultipleChoiceFilter(choices=PayBasis.choices, method="narrow")
    theme = django_filters.ModelMultipleChoiceFilter(
        queryset=Theme.objects.all(), to_field_name="slug", method="narrow"
    )
    skill = django_filters.ModelMultipleChoiceFilter(
        queryset=Skill.objects.all(), to_field_name="slug", method="narrow"
    )
    priority = django_filters.ModelMultipleChoiceFilter(
        queryset=Priority.objects.all(), to_field_name="slug", method="narrow"
    )
    node = django_filters.ModelMultipleChoiceFilter(
        queryset=Node.objects.all(), to_field_name="slug", method="narrow"
    )

    class Meta:
        model = Opportunity
        fields: list[str] = []

    def narrow(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Rows with any of the chosen values."""
        return queryset.filter(condition(name, list(value))) if value else queryset

    def chosen(self) -> dict[str, list[Any]]:
        """The values in force, by name."""
        self.form.is_valid()
        given = getattr(self.form, "cleaned_data", {})
        return {name: list(given.get(name) or []) for name in TITLES}


def condition(name: str, values: list[Any]) -> Q:
    """The rule of one filter; without a join, so that rows never double."""
    if not values:
        return Q()
    if name == "theme":
        through = Opportunity.themes.through.objects.filter(theme__in=values)
        return Q(pk__in=through.values("opportunity"))
    if name in FROM_ELSEWHERE:
        through = getattr(Opportunity, FROM_ELSEWHERE[name]).through.objects
        return Q(pk__in=through.filter(**{f"{name}__in": values}).values("opportunity"))
    if name == "skill":
        return Q(pk__in=Requirement.objects.filter(skill__in=values).values("opportunity"))
    if name == "pay":  # a challenge's form asks nothing about pay: "voluntary" is only its default
        unasked = Q(kind=Kind.CHALLENGE, pay_basis=PayBasis.VOLUNTARY)
        return Q(pay_basis__in=values) & ~unasked
    return Q(**{f"{name}__in": values})


def facets(base: QuerySet, chosen: dict[str, list[Any]], *, hide: str = "") -> list[dict[str, Any]]:
    """Every facet with its options and counts, in three queries whatever the number of rows."""
    rows = base.order_by()
    districts = list(District.objects.all())
    fixed: dict[str, list[tuple[Any, str, str]]] = {
        "kind": [(value, value, label) for value, label in Kind.choices],
        "district": [(row.pk, row.slug, row.name) for row in districts],
        "pattern": [(value, value, label) for value, label in Pattern.choices],
        "pay": [(value, value, label) for value, label in PayBasis.choices],
    }
    wanted = {}
    for name, options in fixed.items():
        others = _others(chosen, name)
        for place, (key, _, _) in enumerate(options):
            rule = others & condition(name, [key])
            wanted[f"{name}_{place}"] = Count("pk", filter=rule)
    counted = rows.aggregate(**wanted)
    found = {}
    for name, options in fixed.items():
        found[name] = [
            _option(slug, label, counted[f"{name}_{place}"], _is_chosen(chosen[name], key))
            for place, (key, slug, label) in enumerate(options)
        ]
    found["district"] = [
        option for option in found["district"] if option["count"] or option["selected"]
    ]
    through = Opportunity.themes.through.objects
    found["theme"] = _counted(through, "theme", rows, chosen)
    found["skill"] = _counted(Requirement.objects, "skill", rows, chosen)
    for name, field in FROM_ELSEWHERE.items():
        through = getattr(Opportunity, field).through.objects
        found[name] = _counted(through, name, rows, chosen, label="title") if chosen[name] else []
    return [
        {"name": name, "title": TITLES[name], "options": found[name]}
        for name in TITLES
        if name != hide and found[name]
    ]


def _others(chosen: dict[str, list[Any]], name: str) -> Q:
    rule = Q()
    for other, values in chosen.items():
        if other != name:
            rule &= condition(other, values)
    return rule


def _is_chosen(values: list[Any], key: Any) -> bool:
    return any(key in (value, getattr(value, "pk", None)) for value in values)


def _counted(
    manager: Any,
    name: str,
    rows: QuerySet,
    chosen: dict[str, list[Any]],
    *,
    label: str = "name",
) -> list[Any]:
    """The commonest themes or skills among the rows, and whichever are chosen."""
    matching = rows.filter(_others(chosen, name)).values("pk")
    counts = list(
        manager.filter(opportunity__in=matching)
        .values_list(f"{name}__slug", f"{name}__{label}")
        .annotate(number=Count("opportunity"))
        .order_by("-number", f"{name}__{label}")[:MOST_OPTIONS]
    )
    picked = {value.slug: getattr(value, label) for value in chosen[name]}
    shown = [_option(slug, text, number, slug in picked) for slug, text, number in counts]
    there = {slug for slug, _, _ in counts}
    missing = [_option(slug, text, 0, True) for slug, text in picked.items() if slug not in there]
    return shown + missing


def _option(value: str, label: str, count: int, selected: bool) -> dict[str, Any]:
    return {"value": value, "label": label, "count": count, "selected": selected}


def chips(params: QueryDict, shown: list[dict[str, Any]]) -> list[dict[str, str]]:
    """One for each filter in force, with the address that takes it away."""
    found = []
    if params.get("q", "").strip():
        found.append({"title": f"“{params['q'][:60]}”", "url": _without(params, "q")})
    for facet in shown:
        for option in facet["options"]:
            if option["selected"]:
                url = _without(params, facet["name"], option["value"])
                found.append({"title": option["label"], "url": url})
    if params.get("closed") == "yes":
        found.append({"title": "Ended ones too", "url": _without(params, "closed")})
    return found


def _without(params: QueryDict, name: str, value: str | None = None) -> str:
    rest = params.copy()
    rest.pop("page", None)
    kept = [item for item in rest.getlist(name) if value is not None and item != value]
    rest.setlist(name, kept)
    if not kept:
        rest.pop(name, None)
    return f"?{rest.urlencode()}"
