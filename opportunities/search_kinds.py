"""Opportunities in the one search."""

from typing import Any

from common.search import search
from common.search_kinds import Kind, register

from .models import Opportunity


def look(text: str, user: Any) -> Any:
    """Published ones only, also for owners: the one search is the public face."""
    return search(Opportunity.objects.public().select_related("organisation"), text)


register(
    Kind(name="opportunities", title="Opportunities", search=look, order=20, model=Opportunity)
)
