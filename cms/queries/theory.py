"""The theory of change with what has been seen of each step: work that points at it."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from common.evidence_kinds import Kind, counts_by_kind
from common.remembered import remembered
from community.models import Consultation
from community.queries.consultations import asking_about_steps, comment_address
from mission.choices import COLUMN_HEADINGS, COLUMN_ORDER
from mission.diagram import arrows_in_words, drawings
from mission.models import Node
from mission.queries import Line, arrows, theory_table
from mission.versions import last_changes

THIN = 2
THEORY = "theory"


def evidence_by_node() -> list[tuple[Kind, dict[int, int]]]:
    """How much of each kind points at each node. One query."""
    return counts_by_kind("node")


def theory_columns() -> list[str]:
    """The headings of the four columns."""
    return [COLUMN_HEADINGS[column] for column in COLUMN_ORDER]


def theory_page() -> dict[str, Any]:
    """All that the page of the theory of change shows of the records."""
    shown, consultation = _shown(), asking_about_steps()
    if consultation is not None:
        _invite(shown["theory"], consultation)
    return {**shown, "columns": theory_columns(), "consultation": consultation}


def _shown() -> dict[str, Any]:
    """The records with what points at them, remembered: many rows are counted for it."""
    return remembered(THEORY, _show)


def _show() -> dict[str, Any]:
    lines, evidence, links = theory_table(), evidence_by_node(), arrows()
    rows = _rows(lines, evidence)
    return {
        "theory": rows,
        "caption": theory_caption(rows),
        "gaps": gaps(rows),
        "drawings": drawings(lines, links, _states(lines, evidence)),
        "arrows": arrows_in_words(lines, links),
        "last_changes": [
            {
                "title": node.title,
                "url": f"{node.get_absolute_url()}#changes",
                "aside": [date_format(timezone.localtime(node.changed_at), "j F Y")],
            }
            for node in last_changes(lines)
        ],
    }


def _invite(rows: list[dict[str, Any]], consultation: Consultation) -> None:
    """Put a way to comment on it into each tile."""
    for tile in (tile for row in rows for tile in row["nodes"]):
        tile["comments"] = [
            {"title": step["title"], "url": comment_address(consultation, Node(slug=step["slug"]))}
            for step in tile["steps"]
        ]


def theory_rows(*, only: str = "") -> list[dict[str, Any]]:
    """Rows as ``components/theory_table.html`` takes them; ``only`` is the slug of one row."""
    return [row for row in _shown()["theory"] if only in ("", row["slug"])]


def _states(lines: list[Line], evidence: list[tuple[Kind, dict[int, int]]]) -> dict[int, str]:
    """How much points at each step, in the words that the drawing knows."""
    return {
        node.pk: _state(sum(by_node.get(node.pk, 0) for _, by_node in evidence))
        for line in lines
        for cell in line.cells
        for node in cell.nodes
    }


def _state(total: int) -> str:
    return "none" if not total else "thin" if total <= THIN else ""


def _rows(lines: list[Line], evidence: list[tuple[Kind, dict[int, int]]]) -> list[dict[str, Any]]:
    return [
        {
            "title": line.row.title,
            "slug": line.row.slug,
            "nodes": [_step(line.row, cell, evidence) for cell in line.cells],
        }
        for line in lines
    ]


def _step(row: Any, cell: Any, evidence: list[tuple[Kind, dict[int, int]]]) -> dict[str, Any]:
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
            "steps": [],
        }
    counts = [
        (kind, sum(by_node.get(node.pk, 0) for node in cell.nodes)) for kind, by_node in evidence
    ]
    total = sum(number for _, number in counts)
    return {
        "id": cell.nodes[0].slug,
        "label": cell.heading,
        "title": cell.nodes[0].title,
        "text": " ".join(node.text for node in cell.nodes),
        "evidence": _state(total),
        "total": total,
        "seen": [
            {
                "number": number,
                "text": f"{kind.counted(number)} on this site",
                "url": _list_of(cell.nodes, kind),
            }
            for kind, number in counts
            if number
        ],
        "note": "" if total else "Nothing yet. No work on this site points here.",
        "steps": [
            {"title": node.title, "slug": node.slug, "url": node.get_absolute_url()}
            for node in cell.nodes
        ],
    }


def _list_of(nodes: Any, kind: Kind) -> str:
    """Where what is behind a number is listed: a list of the kind, or the page of the one step."""
    found = kind.listed("node", [node.slug for node in nodes]) if kind.listed else ""
    if found or len(nodes) > 1:
        return found
    return f"{nodes[0].get_absolute_url()}?kind={kind.name}"


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
