"""What points at one record, kind by kind, and honestly which kinds do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from common.evidence_kinds import Kind, counts_of_one, kinds
from common.pages import paginate
from common.remembered import remembered

from .models import Versioned

FEW = 10
COUNTED = "evidence"


@dataclass(frozen=True)
class Group:
    """The newest of one kind, how many there are, and where the rest is."""

    kind: Kind
    number: int
    rows: list[dict[str, Any]]
    more: str

    @property
    def counted(self) -> str:
        return f"{self.number:,} {self.kind.counted(self.number)}"


@dataclass(frozen=True)
class Evidence:
    """All that points at a record, and the kinds of which nothing does."""

    groups: list[Group]
    missing: list[str]

    @property
    def total(self) -> int:
        return sum(group.number for group in self.groups)


def evidence_for(record: str, thing: Versioned) -> Evidence:
    """What points at ``thing``, a node, strand or priority: one query, and one a kind that has some."""
    groups, missing = [], []
    numbers = remembered(
        COUNTED, lambda: counts_of_one(record, thing.pk), of=f"{record}-{thing.pk}"
    )
    for kind in kinds():
        if not getattr(kind, record):
            continue
        number = numbers.get(kind.name, 0)
        found = list(kind.newest(record, thing.pk, FEW)) if number else []
        if not found:
            missing.append(kind.many)
            continue
        more = f"?kind={kind.name}" if number > len(found) else ""
        groups.append(Group(kind, number, [kind.row(one) for one in found], more))
    return Evidence(groups, missing)


def one_kind(request: HttpRequest, record: str, thing: Versioned) -> dict[str, Any]:
    """Everything of the kind that the address names, in pages; nothing where it names none."""
    asked = request.GET.get("kind", "")
    kind = next((one for one in kinds() if one.name == asked and getattr(one, record)), None)
    if kind is None:
        return {}
    page = paginate(request, kind.prepared(kind.pointing_at(record, thing.pk)))
    return {
        "kind": kind,
        "page": page,
        "rows": [kind.row(one) for one in page],
        "query": f"kind={kind.name}",
    }


def either(words: Sequence[str]) -> str:
    """``a, b or c``."""
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)
