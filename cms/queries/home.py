"""The figures of the home page: counted when somebody looks, in a handful of queries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse

from common.remembered import remembered
from mission.models import Strand
from opportunities.models import Opportunity
from profiles.choices import OrganisationKind
from profiles.models import Offer, Organisation

from .opportunities import latest_rows
from .region import map_note, tiles

LATEST = 5
FIGURES_OF_HOME = "cms.home"


@dataclass(frozen=True)
class Counts:
    """All that the figures are made of."""

    by_district: dict[int | None, int]
    by_kind: dict[str, int]
    organisations: dict[str, int]
    offers: int
    hours: int
    by_strand: dict[int, int]


@dataclass(frozen=True)
class HomeFigures:
    """What the home page shows of the records."""

    open_count: int
    tiles: list[dict[str, Any]]
    map_note: str
    strands: list[dict[str, Any]]
    latest: list[dict[str, Any]]


def home_figures() -> HomeFigures:
    """What is public and open, counted at most a minute ago."""
    return remembered(FIGURES_OF_HOME, _home_figures)


def _home_figures() -> HomeFigures:
    counts = _counts()
    total = sum(counts.by_district.values())
    return HomeFigures(
        open_count=total,
        tiles=tiles(counts.by_district),
        map_note=map_note(counts.by_district, total),
        strands=[_strand(strand, counts) for strand in Strand.objects.all()],
        latest=latest_rows(most=LATEST),
    )


def _counts() -> Counts:
    opened = Opportunity.objects.open().order_by()
    by_district: dict[int | None, int] = {}
    by_kind: dict[str, int] = {}
    for district, kind, number in opened.values_list("district", "kind").annotate(Count("pk")):
        by_district[district] = by_district.get(district, 0) + number
        by_kind[kind] = by_kind.get(kind, 0) + number
    organisations = (
        Organisation.objects.public().order_by().values_list("kind").annotate(Count("pk"))
    )
    offers = Offer.objects.open().aggregate(number=Count("pk"), hours=Sum("hours"))
    by_strand = opened.filter(strands__isnull=False).values_list("strands").annotate(Count("pk"))
    return Counts(
        by_district=by_district,
        by_kind=by_kind,
        organisations=dict(organisations),
        offers=offers["number"],
        hours=offers["hours"] or 0,
        by_strand=dict(by_strand),
    )


# The strands ------------------------------------------------------------------------------------


def _championing(counts: Counts) -> tuple[int, str, str]:
    number = counts.organisations.get(OrganisationKind.PUBLIC, 0)
    noun = "public body takes part" if number == 1 else "public bodies take part"
    return number, noun, f"{reverse('profiles:organisations')}?kind={OrganisationKind.PUBLIC}"


def _disseminating(counts: Counts) -> tuple[int, str, str]:
    number = sum(counts.organisations.values())
    sectors = len([kind for kind, count in counts.organisations.items() if count])
    noun = "organisation" if number == 1 else "organisations"
    words = {1: "one sector", 2: "two sectors", 3: "three sectors", 4: "all four sectors"}
    found = f"{noun} from {words[sectors]}" if sectors else noun
    return number, found, reverse("profiles:organisations")


def _sharing(counts: Counts) -> tuple[int, str, str]:
    noun = "offer of expertise is open" if counts.offers == 1 else "offers of expertise are open"
    hours = f", {counts.hours:,} hours in all" if counts.hours else ""
    return counts.offers, noun + hours, reverse("profiles:offers")


FIGURES: dict[str, Callable[[Counts], tuple[int, str, str]]] = {
    "championing": _championing,
    "disseminating": _disseminating,
    "sharing": _sharing,
}


def _strand(strand: Strand, counts: Counts) -> dict[str, Any]:
    """A strand with its figure; one that custodians added later counts what is open for it."""
    if strand.slug in FIGURES:
        number, line, url = FIGURES[strand.slug](counts)
    else:
        number = counts.by_strand.get(strand.pk, 0)
        line = "open opportunity serves it" if number == 1 else "open opportunities serve it"
        url = ""
    return {
        "title": strand.title,
        "text": strand.summary,
        "number": f"{number:,}",
        "line": line,
        "url": url,
    }
