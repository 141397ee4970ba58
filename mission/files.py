"""The records as open data: tables for spreadsheets, one document for programs."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from common.evidence_kinds import kinds
from common.spreadsheets import csv_text

from .choices import COLUMN_ORDER
from .models import Node, Priority, Strand, TheoryRow, Versioned
from .queries import arrows


def theory_csv() -> str:
    """Steps in reading order; what they lead to as slugs with a bar between."""
    nodes, leads = _nodes(), _leads()
    rows = (
        [
            *(node.row.slug, node.row.title, node.column, node.slug, node.title, node.text),
            " | ".join(slug for slug in leads.get(node.pk, [])),
            node.get_absolute_url(),
        ]
        for node in nodes
    )
    header = ["row", "row_title", "column", "slug", "title", "text", "leads_to", "address"]
    return csv_text(header, rows)


def strands_csv() -> str:
    """Strands in order."""
    rows = ([one.slug, one.title, one.short, one.summary] for one in Strand.objects.all())
    return csv_text(["slug", "title", "short", "summary"], rows)


def priorities_csv() -> str:
    """Priorities in order; a column for each strand says yes or nothing."""
    strands = list(Strand.objects.all())
    rows = []
    for one in Priority.objects.prefetch_related("strands"):
        served = {strand.pk for strand in one.strands.all()}
        ticks = ["yes" if strand.pk in served else "" for strand in strands]
        rows.append([one.slug, one.title, one.short, one.summary, *ticks])
    header = ["slug", "title", "short", "summary", *(strand.slug for strand in strands)]
    return csv_text(header, rows)


def everything(*, base: str) -> dict[str, Any]:
    """All records with their addresses and how many public things of each kind point at them."""
    counted = [(kind, kind.counts_of_all()) for kind in kinds()]
    leads, nodes = _leads(), _nodes()

    def told(record: str, one: Versioned, **more: Any) -> dict[str, Any]:
        return {
            "slug": one.slug,
            "title": one.title,
            **more,
            "address": f"{base}{one.get_absolute_url()}",  # type: ignore[attr-defined]
            "evidence": {
                kind.name: counts[record].get(one.pk, 0)
                for kind, counts in counted
                if getattr(kind, record)
            },
        }

    return {
        "title": "Mission, vision and theory of change of the West Midlands Open Data Forum",
        "address": f"{base}{reverse('mission:theory')}",
        "strands": [
            told("strand", one, short=one.short, text=one.summary) for one in Strand.objects.all()
        ],
        "priorities": [
            told(
                "priority",
                one,
                short=one.short,
                text=one.summary,
                strands=[strand.slug for strand in one.strands.all()],
            )
            for one in Priority.objects.prefetch_related("strands")
        ],
        "theory_of_change": [
            {
                "slug": row.slug,
                "title": row.title,
                "steps": [
                    told(
                        "node",
                        one,
                        column=one.column,
                        text=one.text,
                        leads_to=leads.get(one.pk, []),
                    )
                    for one in nodes
                    if one.row_id == row.pk
                ],
            }
            for row in TheoryRow.objects.all()
        ],
    }


def _nodes() -> list[Node]:
    """Row by row, column by column."""
    found: Iterable[Node] = Node.objects.select_related("row")
    return sorted(
        found,
        key=lambda one: (
            *(one.row.order, one.row_id, COLUMN_ORDER.index(one.column), one.order, one.pk),
        ),
    )


def _leads() -> dict[int, list[str]]:
    """Slugs of the steps that each step leads to."""
    slugs = dict(Node.objects.values_list("pk", "slug"))
    found: dict[int, list[str]] = {}
    for source, target in arrows():
        found.setdefault(source, []).append(slugs[target])
    return found
