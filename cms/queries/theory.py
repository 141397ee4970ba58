"""The theory of change with what has been seen of each step: work that points at it."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from mission.choices import COLUMN_HEADINGS, COLUMN_ORDER
from mission.queries import theory_table
from opportunities.choices import Kind
from opportunities.models import Opportunity

THIN = 2
NOUNS: dict[str, tuple[str, str]] = {
    Kind.CHALLENGE: ("challenge", "challenges"),
    Kind.PLACEMENT: ("placement", "placements"),
    Kind.JOB: ("job", "jobs"),
}


def evidence_by_node() -> dict[int, dict[str, int]]:
    """How many public opportunities of each kind point at each node. One query."""
    found: dict[int, dict[str, int]] = {}
    pointing = (
        Opportunity.objects.public()
        .filter(nodes__isnull=False)
        .order_by()
        .values_list("nodes", "kind")
        .annotate(Count("pk", distinct=True))
    )
    for node, kind, number in pointing:
        found.setdefault(node, {})[kind] = number
    return found


def theory_columns() -> list[str]:
    """The headings of the four columns."""
    return [COLUMN_HEADINGS[column] for column in COLUMN_ORDER]


def theory_rows(*, only: str = "") -> list[dict[str, Any]]:
    """Rows as ``components/theory_table.html`` takes them; ``only`` is the slug of one row."""
    lines = [line for line in theory_table() if only in ("", line.row.slug)]
    evidence = evidence_by_node()
    return [
        {
            "title": line.row.title,
            "slug": line.row.slug,
            "nodes": [_step(line.row, cell, evidence) for cell in line.cells],
        }
        for line in lines
    ]


def _step(row: Any, cell: Any, evidence: dict[int, dict[str, int]]) -> dict[str, Any]:
    """One tile. Several nodes in a cell share it; the first gives the tile its address."""
    if not cell.nodes:
        return {
            "id": f"{row.slug}-{cell.column}",
            "label": cell.heading,
            "title": "",
            "text": "Not written yet.",
            "evidence": "none",
            "total": 0,
            "seen": [],
            "note": "",
        }
    counts = dict.fromkeys(NOUNS, 0)
    for node in cell.nodes:
        for kind, number in evidence.get(node.pk, {}).items():
            counts[kind] += number
    total = sum(counts.values())
    slug = cell.nodes[0].slug
    return {
        "id": slug,
        "label": cell.heading,
        "title": cell.nodes[0].title,
        "text": " ".join(node.text for node in cell.nodes),
        "evidence": "none" if not total else "thin" if total <= THIN else "",
        "total": total,
        "seen": [
            {
                "number": number,
                "text": f"{NOUNS[kind][number != 1]} on this site",
                "url": _list_of(cell.nodes, kind),
            }
            for kind, number in counts.items()
            if number
        ],
        "note": "" if total else "Nothing yet. No work on this site points here.",
    }


def _list_of(nodes: list[Any], kind: str) -> str:
    """Where the opportunities behind a number are listed, ended ones too."""
    asked = [("kind", kind), *(("node", node.slug) for node in nodes), ("closed", "yes")]
    return f"{reverse('opportunities:list')}?{urlencode(asked)}"


def theory_caption(rows: list[dict[str, Any]]) -> str:
    """What the mosaic says, in words."""
    states = [node["evidence"] for row in rows for node in row["nodes"]]
    some, thin, none = (states.count(state) for state in ("", "thin", "none"))
    parts = [f"{some} of {len(states)} steps have work that points at them"]
    if thin:
        parts.append(f"{thin} {'has' if thin == 1 else 'have'} a little")
    if none:
        parts.append(f"{none} {'has' if none == 1 else 'have'} nothing yet")
    return ", ".join(parts) + "."


def gaps(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps nothing points at, as ``components/row.html`` takes them."""
    return [
        {
            "title": node["title"] or node["label"],
            "url": f"#{node['id']}",
            "summary": node["text"],
            "aside": [row["title"], node["label"]],
        }
        for row in rows
        for node in row["nodes"]
        if node["evidence"] == "none"
    ]
