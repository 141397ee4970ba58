"""Outcomes as evidence for the Forum's records: those that a custodian verified."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from common.evidence_kinds import Kind, register

from .models import Outcome
from .queries.shown import row

PARAMETERS = {"node": "step", "strand": "strand", "priority": "priority"}


def _public() -> QuerySet:
    return Outcome.objects.public().order_by("-published_at", "-pk")


def _prepared(rows: Any) -> QuerySet:
    return rows.for_rows()


def _listed(parameter: str, slugs: Sequence[str]) -> str:
    asked = [(PARAMETERS[parameter], slug) for slug in slugs]
    return f"{reverse('impact:outcomes')}?{urlencode(asked)}"


register(
    Kind(
        name="outcomes",
        title="Outcomes",
        one="outcome",
        many="outcomes",
        node="node",
        public=_public,
        prepared=_prepared,
        row=row,
        listed=_listed,
        order=5,
    )
)
