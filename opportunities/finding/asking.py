"""What an address asks for, read and said as a condition of the database. Declared keys only."""

import datetime
from typing import Any

import django_filters
from django.db.models import Q
from django.http import QueryDict

from common.search import clean_query
from mission.models import District, Node, Priority, Theme
from profiles.choices import OrganisationKind
from skills.choices import Level
from skills.models import Skill

from ..choices import Kind, Pattern, PayBasis
from ..models import Opportunity, Partnership, Requirement
from .columns import HOURS
from .counting import SOON

TITLES = {
    "kind": "Kind",
    "sure": "How sure",
    "form": "Form",
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
SURE = [("firm", "Firm"), ("maybe", "Not sure yet")]
CLOSING = [("week", "In the next 7 days"), ("month", "In the next 30 days")]
FIXED: dict[str, list[tuple[Any, str]]] = {
    "kind": list(Kind.choices),
    "sure": SURE,
    "form": [("full", "In full"), ("proposal", "Hack proposal")],
    "pattern": list(Pattern.choices),
    "hours": HOURS_CHOICES,
    "pay": list(PayBasis.choices),
    "host": list(OrganisationKind.choices),
    "closing": CLOSING,
    "level": list(Level.choices),
}
MOST_VALUES = 20
FITS = "fits"
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
    sure = _one_of("sure")
    form = _one_of("form")
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
    if name == "sure":
        return Q(tentative__in=[value == "maybe" for value in values])
    if name == "form":
        return Q(is_proposal__in=[value == "proposal" for value in values])
    if name == "host":
        beside = Partnership.objects.shown().filter(organisation__kind__in=values).order_by()
        return Q(organisation__kind__in=values) | Q(pk__in=beside.values("opportunity"))
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


def canonical(params: QueryDict) -> str:
    """The same question as the shortest address: what is unknown or empty is left out, and any order
    but that of what fits, which is as much of a question as a filter."""
    asked = QueryDict(mutable=True)
    if text := clean_query(params.get("q", "")):
        asked["q"] = text
    for name, values in read(params).items():
        asked.setlist(name, sorted(str(getattr(value, "slug", value)) for value in values))
    if params.get("sort") == FITS:
        asked["sort"] = FITS
    return asked.urlencode()


def in_words(kind: str, params: QueryDict) -> str:
    """What is asked for, as a line that people read."""
    said = [f"{Kind(kind).label}s"] if kind else []
    if text := clean_query(params.get("q", "")):
        said.append(f"“{text}”")
    for name, values in read(params).items():
        labels = {str(value): label for value, label in FIXED.get(name, [])}
        for value in values:
            label = labels.get(str(value), str(value))
            before = f"{TITLES[name]}: " if name in ("closing", "hours", "level", "node") else ""
            said.append(f"{before}{label}")
    if params.get("sort") == FITS:
        return f"{', '.join(said) or 'Everything'}, what fits you first"
    return ", ".join(said) or "Everything"
