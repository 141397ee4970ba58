"""Reads that span the records of the mission: the two tables of the public pages."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models

from .choices import COLUMN_HEADINGS, COLUMN_ORDER
from .models import Node, NodeLink, Priority, Strand, TheoryRow


@dataclass(frozen=True)
class Cell:
    """One column of one row: mostly one node, never more than custodians put there."""

    column: str
    heading: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Line:
    """A row of the theory of change with its four cells, in reading order."""

    row: TheoryRow
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PriorityLine:
    """A priority and, for each strand in order, whether it serves that strand."""

    priority: Priority
    ticks: tuple[tuple[Strand, bool], ...]


def theory_table() -> list[Line]:
    """The theory of change as rows x columns, in two queries. A cell without a node is empty."""
    by_place: dict[tuple[int, str], list[Node]] = defaultdict(list)
    nodes = Node.objects.select_related("row").annotate(
        changed_at=models.F("latest_revision__created_at")
    )
    for node in nodes.order_by("order", "pk"):
        by_place[node.row_id, node.column].append(node)
    return [
        Line(
            row=row,
            cells=tuple(
                Cell(column, COLUMN_HEADINGS[column], tuple(by_place[row.pk, column]))
                for column in COLUMN_ORDER
            ),
        )
        for row in TheoryRow.objects.all()
    ]


def priorities_by_strand() -> tuple[list[Strand], list[PriorityLine]]:
    """The vision's table: strands across, priorities down, ticks between. Three queries."""
    strands = list(Strand.objects.all())
    lines = []
    for priority in Priority.objects.prefetch_related("strands"):
        served = {strand.pk for strand in priority.strands.all()}
        lines.append(
            PriorityLine(priority, tuple((strand, strand.pk in served) for strand in strands))
        )
    return strands, lines


def arrows() -> list[tuple[int, int]]:
    """The arrows of the theory of change, as pairs of keys of steps."""
    return list(NodeLink.objects.order_by("pk").values_list("source", "target"))


def beside(node: Node) -> tuple[list[Node], list[Node]]:
    """The steps that lead to this one, and those it leads to. One query."""
    links = list(
        NodeLink.objects.filter(models.Q(source=node) | models.Q(target=node))
        .select_related("source", "target")
        .order_by("source__row__order", "source__order", "target__order", "pk")
    )
    return (
        [link.source for link in links if link.target_id == node.pk],
        [link.target for link in links if link.source_id == node.pk],
    )
