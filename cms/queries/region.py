"""The region as tiles: what is open in each place."""

from typing import Any

from django.db.models import Count
from django.urls import reverse

from mission.models import District
from opportunities.models import Opportunity

ByDistrict = dict[int | None, int]


def region_map() -> tuple[list[dict[str, Any]], str]:
    """The tiles and the line below them, counted now in two queries."""
    opened = Opportunity.objects.open().order_by().values_list("district").annotate(Count("pk"))
    by_district: ByDistrict = dict(opened)
    return tiles(by_district), map_note(by_district, sum(by_district.values()))


def tiles(by_district: ByDistrict) -> list[dict[str, Any]]:
    """One tile for each place, deeper where more is open."""
    address = reverse("opportunities:list")
    return [
        {
            "css": district.short,
            "name": district.name,
            "count": by_district.get(district.pk, 0),
            "url": f"{address}?district={district.slug}",
            "step": step(by_district.get(district.pk, 0)),
        }
        for district in District.objects.all()
    ]


def step(count: int) -> int:
    """How deep a tile is: 0 for none, 1 for one or two, 2 for three or four, 3 for more."""
    return min(3, (count + 1) // 2)


def map_note(by_district: ByDistrict, total: int) -> str:
    """What the map says, in words."""
    if not total:
        return "Nothing is open today. New challenges and placements show here by area."
    text = f"{total} open {'opportunity' if total == 1 else 'opportunities'} by area, today"
    elsewhere = by_district.get(None, 0)
    return f"{text}, {elsewhere} of them anywhere in the region." if elsewhere else f"{text}."
