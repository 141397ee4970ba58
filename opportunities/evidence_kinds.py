"""Challenges, placements and jobs as evidence for the Forum's records: those published, ended ones too."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format

from common.evidence_kinds import Kind, register

from .filters import FROM_ELSEWHERE
from .models import Opportunity
from .queries.partners import shown_partners


def _public() -> QuerySet:
    return Opportunity.objects.public().order_by("-first_published_at", "-pk")


def _prepared(rows: QuerySet) -> QuerySet:
    return rows.select_related("organisation", "district", "state").prefetch_related(
        shown_partners()
    )


def _row(opportunity: Opportunity) -> dict[str, Any]:
    where = opportunity.district.name if opportunity.district else "Anywhere in the region"
    since = opportunity.first_published_at
    day = date_format(since, "F Y").replace(" ", "\N{NO-BREAK SPACE}") if since else ""
    return {
        "kind": opportunity.get_kind_display(),
        "title": opportunity.title,
        "url": opportunity.get_absolute_url(),
        "summary": f"{opportunity.hosts}, {where}",
        "aside": [f"Since {day}"] if day else [],
    }


def _listed(parameter: str, slugs: Sequence[str]) -> str:
    if parameter not in FROM_ELSEWHERE:
        return ""
    asked = [*((parameter, slug) for slug in slugs), ("closed", "yes")]
    return f"{reverse('opportunities:list')}?{urlencode(asked)}"


register(
    Kind(
        name="opportunities",
        title="Challenges, placements and jobs",
        one="challenge or placement",
        many="challenges and placements",
        public=_public,
        prepared=_prepared,
        row=_row,
        listed=_listed,
        order=10,
    )
)
