"""Verified outcomes as rows of a page."""

from typing import Any

from impact.models import Outcome
from impact.queries import rows


def outcome_rows(
    *, most: int, strand: str = "", priority: str = "", district: str = ""
) -> list[dict[str, Any]]:
    """The newest that are published. Two queries."""
    found = Outcome.objects.public().for_rows().order_by("-published_at", "-pk")
    if strand:
        found = found.filter(strands__slug=strand)
    if priority:
        found = found.filter(priorities__slug=priority)
    if district:
        found = found.filter(district__slug=district)
    return rows(found[:most])
