"""What one address of the list of events asks for, and what it finds: the page, the files and the feeds."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone

from common.remembered import remembered
from common.search import clean_query, search
from mission.models import District, Theme

from ..choices.gatherings import Mode
from ..models import Event
from ..querysets.events import EventQuerySet, midnight, next_month

COUNTED = "community.events"
MONTHS_AHEAD = 12
MOST_VALUES = 20
WHEN = {"": "Coming up", "week": "In the next seven days", "past": "Past ones", "all": "All"}
TITLES = {
    "when": "When",
    "month": "Month",
    "theme": "Theme",
    "district": "Area",
    "mode": "How",
    "cost": "Cost",
}
COSTS = {"free": "Free", "paid": "Not free"}
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def month_of(text: str) -> datetime.date | None:
    """The first day of a month written as 2026-11."""
    match = _MONTH.fullmatch(text)
    return datetime.date(int(match[1]), int(match[2]), 1) if match else None


@dataclass
class Listing:
    """Filters of one address. Nonsense in it is passed over, so an old link always shows something."""

    params: QueryDict

    def _chosen(self, name: str, known: Any) -> list[str]:
        values = self.params.getlist(name)[:MOST_VALUES]
        return [value for value in dict.fromkeys(values) if value in known]

    @cached_property
    def today(self) -> datetime.date:
        return timezone.localdate()

    @cached_property
    def text(self) -> str:
        return self.params.get("q", "")[:200]

    @cached_property
    def when(self) -> str:
        asked = self.params.get("when", "")
        return asked if asked in WHEN else ""

    @cached_property
    def months(self) -> list[datetime.date]:
        asked = (month_of(value) for value in self.params.getlist("month")[:MOST_VALUES])
        return sorted({month for month in asked if month})

    @cached_property
    def modes(self) -> list[str]:
        return self._chosen("mode", Mode.values)

    @cached_property
    def costs(self) -> list[str]:
        return self._chosen("cost", COSTS)

    @cached_property
    def themes(self) -> list[str]:
        return self.params.getlist("theme")[:MOST_VALUES]

    @cached_property
    def districts(self) -> list[str]:
        return self.params.getlist("district")[:MOST_VALUES]

    @cached_property
    def _filters(self) -> dict[str, Callable[[EventQuerySet], EventQuerySet]]:
        return {
            "when": self._by_when,
            "month": self._by_month,
            "theme": self._by_theme,
            "district": lambda rows: (
                rows.filter(district__slug__in=self.districts) if self.districts else rows
            ),
            "mode": lambda rows: rows.filter(mode__in=self.modes) if self.modes else rows,
            "cost": self._by_cost,
        }

    def _by_when(self, rows: EventQuerySet) -> EventQuerySet:
        # A month is a time of its own: last year's are found by it.
        if self.when == "all" or (self.months and not self.when):
            return rows
        if self.when == "past":
            return rows.past(self.today)
        rows = rows.upcoming(self.today)
        if self.when == "week":
            rows = rows.filter(starts__lt=midnight(self.today + datetime.timedelta(days=8)))
        return rows

    def _by_month(self, rows: EventQuerySet) -> EventQuerySet:
        if not self.months:
            return rows
        asked = Q()
        for first in self.months:
            asked |= Q(starts__lt=midnight(next_month(first)), ends__gt=midnight(first))
        return rows.filter(asked)

    def _by_theme(self, rows: EventQuerySet) -> EventQuerySet:
        if not self.themes:
            return rows
        tagged = Event.themes.through.objects.filter(theme__slug__in=self.themes)
        return rows.filter(pk__in=tagged.values("event"))

    def _by_cost(self, rows: EventQuerySet) -> EventQuerySet:
        if len(self.costs) != 1:
            return rows
        return rows.filter(price="") if self.costs == ["free"] else rows.exclude(price="")

    @cached_property
    def searched(self) -> list[int] | None:
        """Keys of what holds the words asked for; None where none were."""
        if not self.text.strip():
            return None
        return list(search(Event.objects.public(), self.text).values_list("pk", flat=True))

    def rows(self, *, without: str = "") -> EventQuerySet:
        """What fits, in no order; ``without`` leaves one facet's own answer out, to count the others."""
        found = Event.objects.public()
        for name, narrow in self._filters.items():
            if name != without:
                found = narrow(found)
        if self.searched is not None:
            found = found.filter(pk__in=self.searched)
        return found.order_by()

    def ordered(self) -> EventQuerySet:
        """What fits, the soonest first; of what is past the latest first."""
        back = self.when == "past"
        return self.rows().for_cards().order_by("-starts" if back else "starts", "pk")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any(value for name, value in self.params.items() if name != "page")

    # Facets ------------------------------------------------------------------------------------

    @cached_property
    def counted(self) -> tuple[list[dict[str, Any]], int]:
        """The facets, and how many fit. Of the list without filters, which most people read, remembered."""
        if self.is_narrowed:
            return self.facets(), self.rows().count()
        return remembered(COUNTED, lambda: (self.facets(), self.rows().count()))

    def facets(self) -> list[dict[str, Any]]:
        """Each with its options and counts: one query a facet, however many events there are."""
        found = {
            "when": self._when_options(),
            "month": self._month_options(),
            "theme": self._theme_options(),
            "district": self._district_options(),
            "mode": self._fixed("mode", dict(Mode.choices), self.modes),
            "cost": self._cost_options(),
        }
        return [
            {
                "name": name,
                "title": TITLES[name],
                "options": options,
                "kind": "radio" if name == "when" else "checkbox",
            }
            for name, options in found.items()
            if options
        ]

    def _when_options(self) -> list[dict[str, Any]]:
        return [option(value, label, "", value == self.when) for value, label in WHEN.items()]

    def _month_options(self) -> list[dict[str, Any]]:
        firsts = [self.today.replace(day=1)]
        while len(firsts) < MONTHS_AHEAD:
            firsts.append(next_month(firsts[-1]))
        firsts = sorted({*firsts, *self.months})
        counted = self.rows(without="month").aggregate(
            **{
                f"m{first:%Y%m}": Count(
                    "pk",
                    filter=Q(starts__lt=midnight(next_month(first)), ends__gt=midnight(first)),
                )
                for first in firsts
            }
        )
        return [
            option(
                f"{first:%Y-%m}", f"{first:%B %Y}", counted[f"m{first:%Y%m}"], first in self.months
            )
            for first in firsts
            if counted[f"m{first:%Y%m}"] or first in self.months
        ]

    def _theme_options(self) -> list[dict[str, Any]]:
        rows = Event.themes.through.objects.filter(
            event__in=self.rows(without="theme").values("pk")
        )
        counted = dict(rows.order_by().values_list("theme").annotate(n=Count("pk")))
        return self._named(Theme.objects.all(), counted, self.themes)

    def _district_options(self) -> list[dict[str, Any]]:
        rows = self.rows(without="district").filter(district__isnull=False)
        counted = dict(rows.values_list("district").annotate(n=Count("pk")))
        return self._named(District.objects.all(), counted, self.districts)

    def _named(self, rows: Any, counted: dict[int, int], chosen: list[str]) -> list[dict[str, Any]]:
        return [
            option(row.slug, row.name, counted.get(row.pk, 0), row.slug in chosen)
            for row in rows
            if counted.get(row.pk) or row.slug in chosen
        ]

    def _fixed(self, name: str, labels: dict[str, str], chosen: list[str]) -> list[dict[str, Any]]:
        counted = dict(self.rows(without=name).values_list(name).annotate(n=Count("pk")))
        return [
            option(value, label, counted.get(value, 0), value in chosen)
            for value, label in labels.items()
            if counted.get(value) or value in chosen
        ]

    def _cost_options(self) -> list[dict[str, Any]]:
        counted = self.rows(without="cost").aggregate(
            free=Count("pk", filter=Q(price="")), paid=Count("pk", filter=~Q(price=""))
        )
        return [
            option(value, label, counted[value], value in self.costs)
            for value, label in COSTS.items()
            if counted[value] or value in self.costs
        ]

    # What is in force --------------------------------------------------------------------------

    def chips(self, shown: list[dict[str, Any]]) -> list[dict[str, str]]:
        """One for each filter in force, with the address that takes it away."""
        found = []
        if clean_query(self.text):
            found.append({"title": f"“{self.text[:60]}”", "url": self.address(drop=("q", None))})
        for facet in shown:
            for one in facet["options"]:
                if one["selected"] and one["value"]:
                    url = self.address(drop=(facet["name"], one["value"]))
                    found.append({"title": one["label"], "url": url})
        return found

    def address(self, *, drop: tuple[str, str | None]) -> str:
        """The same list with one filter less."""
        rest = self.params.copy()
        rest.pop("page", None)
        name, value = drop
        kept = [item for item in rest.getlist(name) if value is not None and item != value]
        rest.pop(name, None)
        if kept:
            rest.setlist(name, kept)
        return f"?{rest.urlencode()}"


def option(value: str, label: str, count: Any, selected: bool) -> dict[str, Any]:
    """What ``components/facet.html`` draws."""
    return {"value": value, "label": label, "count": count, "selected": selected}
