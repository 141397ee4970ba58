"""What must always be true of the mission's records."""

from collections.abc import Iterator

from django.db.models import F

from common.invariants import invariant

from .choices import points_forward
from .models import District, NodeLink, Priority


@invariant("MIS-01: each arrow of the theory of change points to a later column")
def arrows_point_forward() -> Iterator[str]:
    for link in NodeLink.objects.select_related("source", "target"):
        if not points_forward(link.source.column, link.target.column):
            yield f"“{link.source}” leads to “{link.target}”, which does not stand to its right."


@invariant("MIS-02: each priority serves a strand")
def priorities_serve_strands() -> Iterator[str]:
    for title in Priority.objects.filter(strands__isnull=True).values_list("title", flat=True):
        yield f"The priority “{title}” is ticked against no strand."


@invariant("MIS-03: a place is not its own neighbour")
def places_have_other_neighbours() -> Iterator[str]:
    for name in District.objects.filter(neighbours=F("pk")).values_list("name", flat=True):
        yield f"{name} is listed as its own neighbour."
