"""What one address of the list of outcomes asks for: the page, the files and the feed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict

from common.search import clean_query, search
from mission.models import District, Node, Priority, Strand

from ..choices import Came
from ..models import Outcome
from ..querysets import OutcomeQuerySet

MOST_VALUES = 20
TITLES = {
    "strand": "Strand of the mission",
    "priority": "Priority of the vision",
    "step": "Step of the theory of change",
    "district": "Area",
    "of": "What it came of",
}
PATHS = {
    "strand": "strands__slug",
    "priority": "priorities__slug",
    "step": "node__slug",
    "district": "district__slug",
}
RECORDS: dict[str, Any] = {
    "strand": Strand,
    "priority": Priority,
    "step": Node,
    "district": District,
}


@dataclass
class Listing:
    """Filters of one address. Nonsense in it is passed over, so an old link always shows something."""

    params: QueryDict

    @cached_property
    def text(self) -> str:
        return self.params.get("q", "")[:200]

    def chosen(self, name: str) -> list[str]:
        """The values of one filter, each once."""
        values = [value[:80] for value in self.params.getlist(name)[:MOST_VALUES] if value]
        if name == "of":
            values = [value for value in values if value in Came.values]
        return list(dict.fromkeys(values))

    @cached_property
    def _searched(self) -> list[int] | None:
        if not self.text.strip():
            return None
        return list(search(Outcome.objects.public(), self.text).values_list("pk", flat=True))

    def rows(self, *, without: str = "") -> OutcomeQuerySet:
        """What fits, in no order; ``without`` leaves one facet's own answer out, to count the others."""
        found = Outcome.objects.public()
        for name in TITLES:
            asked = self.chosen(name)
            if not asked or name == without:
                continue
            if name == "of":
                found = found.filter(_came_of(asked))
            else:
                same = Outcome.objects.filter(**{f"{PATHS[name]}__in": asked})
                found = found.filter(pk__in=same.order_by().values("pk"))
        if self._searched is not None:
            found = found.filter(pk__in=self._searched)
        return found.order_by()

    def ordered(self) -> OutcomeQuerySet:
        """What fits, the newest first."""
        return self.rows().for_rows().order_by("-published_at", "-pk")

    def facets(self) -> list[dict[str, Any]]:
        """Each with its options and counts: two queries a facet, however many outcomes there are."""
        found = []
        for name, title in TITLES.items():
            options = self._kinds() if name == "of" else self._named(name)
            if options:
                found.append({"name": name, "title": title, "options": options})
        return found

    def _named(self, name: str) -> list[dict[str, Any]]:
        path = PATHS[name]
        counted = dict(
            self.rows(without=name)
            .filter(**{f"{path}__isnull": False})
            .values_list(path)
            .annotate(n=Count("pk", distinct=True))
        )
        asked = self.chosen(name)
        if not counted and not asked:
            return []
        records = RECORDS[name].objects.filter(slug__in=[*counted, *asked])
        return [
            _option(one.slug, str(one), counted.get(one.slug, 0), one.slug in asked)
            for one in records
        ]

    def _kinds(self) -> list[dict[str, Any]]:
        counts = self.rows(without="of").aggregate(
            **{came: Count("pk", filter=_came_of([came])) for came in Came.values}
        )
        asked = self.chosen("of")
        return [
            _option(value, label, counts[value], value in asked)
            for value, label in Came.choices
            if counts[value] or value in asked
        ]

    def chips(self, shown: list[dict[str, Any]]) -> list[dict[str, str]]:
        """One for each filter in force, with the address that takes it away."""
        found = []
        if clean_query(self.text):
            found.append({"title": f"“{self.text[:60]}”", "url": self._without("q", None)})
        for facet in shown:
            for one in facet["options"]:
                if one["selected"]:
                    url = self._without(facet["name"], one["value"])
                    found.append({"title": one["label"], "url": url})
        return found

    def _without(self, name: str, value: str | None) -> str:
        rest = self.params.copy()
        rest.pop("page", None)
        kept = [one for one in rest.getlist(name) if value is not None and one != value]
        rest.pop(name, None)
        if kept:
            rest.setlist(name, kept)
        return f"?{rest.urlencode()}"


def _came_of(kinds: list[str]) -> Q:
    asked = Q()
    for came in kinds:
        asked |= Q(**{f"{came}__isnull": False})
    return asked


def _option(value: str, label: str, count: int, selected: bool) -> dict[str, Any]:
    return {"value": value, "label": label, "count": count, "selected": selected}
