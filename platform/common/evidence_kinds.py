"""Kinds of things that can be evidence for the Forum's records, registered by ``evidence_kinds.py``.

The theory of change, the mission and the vision lie below what points at them: each app says here
what of its own does, and only what is public. One look counts a kind, one more shows it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Value

RECORDS = ("node", "strand", "priority")


@dataclass(frozen=True)
class Kind:
    """One kind of evidence: ``public()`` gives what everybody may see, in the order of lists.

    ``node``, ``strand`` and ``priority`` are how its rows point at each record; empty where they
    do not. ``prepared(rows)`` reads what a row needs, ``row(thing)`` is what ``components/row.html``
    takes. ``listed(parameter, slugs)`` is an address that lists exactly those, where there is one.
    """

    name: str
    title: str
    one: str
    many: str
    public: Callable[[], QuerySet]
    row: Callable[[Any], dict[str, Any]]
    node: str = "nodes"
    strand: str = "strands"
    priority: str = "priorities"
    prepared: Callable[[QuerySet], QuerySet] = lambda rows: rows
    listed: Callable[[str, Sequence[str]], str] | None = None
    order: int = 100

    def counted(self, number: int) -> str:
        """The noun that goes with a number."""
        return self.one if number == 1 else self.many

    def pointing_at(self, record: str, key: Any) -> QuerySet:
        """Its public rows that point at one record; ``record`` is node, strand or priority."""
        path = getattr(self, record)
        return self.public().filter(**{path: key}) if path else self.public().none()

    def newest(self, record: str, key: Any, most: int) -> QuerySet:
        """The first of them, walked in their own order: the rest need be neither read nor sorted."""
        rows = self.public()
        field: Any = rows.model._meta.get_field(getattr(self, record))
        if field.many_to_many:
            pairs = field.remote_field.through._default_manager.filter(
                **{field.m2m_field_name(): OuterRef("pk"), field.m2m_reverse_field_name(): key}
            )
            rows = rows.filter(Exists(pairs))
        else:
            rows = rows.filter(**{field.name: key})
        return self.prepared(rows)[:most]

    def for_node(self, node: Any) -> QuerySet:
        """Its public rows that point at this step of the theory of change."""
        return self.pointing_at("node", node.pk)

    def for_strand(self, strand: Any) -> QuerySet:
        """Its public rows that point at this strand of the mission."""
        return self.pointing_at("strand", strand.pk)

    def for_priority(self, priority: Any) -> QuerySet:
        """Its public rows that point at this priority of the vision."""
        return self.pointing_at("priority", priority.pk)

    def counts(self, record: str) -> dict[Any, int]:
        """How many point at each record of that sort. One query."""
        path = getattr(self, record)
        if not path:
            return {}
        pointing = self.public().filter(**{f"{path}__isnull": False}).order_by()
        return dict(pointing.values_list(path).annotate(Count("pk")))

    def counts_of_all(self) -> dict[str, dict[Any, int]]:
        """The same for nodes, strands and priorities at once. One query."""
        found: dict[str, dict[Any, int]] = {record: {} for record in RECORDS}
        looks = []
        for record in RECORDS:
            if path := getattr(self, record):
                pointing = self.public().filter(**{f"{path}__isnull": False}).order_by()
                named = pointing.annotate(of=Value(record, output_field=CharField()))
                counted = named.values("of", path).annotate(number=Count("pk"))
                looks.append(counted.values_list("of", path, "number"))
        if looks:
            first, *others = looks
            for record, key, number in first.union(*others, all=True):
                found[record][key] = number
        return found


KINDS: dict[str, Kind] = {}


def counts_of_one(record: str, key: Any) -> dict[str, int]:
    """How many of each kind point at one record, by the kind's name. One query for all kinds."""
    looks = []
    for kind in kinds():
        if getattr(kind, record):
            pointing = kind.pointing_at(record, key).order_by()
            named = pointing.annotate(of=Value(kind.name, output_field=CharField()))
            counted = named.values("of").annotate(number=Count("pk"))
            looks.append(counted.values_list("of", "number"))
    if not looks:
        return {}
    first, *others = looks
    return dict(first.union(*others, all=True))


def counts_by_kind(record: str) -> list[tuple[Kind, dict[Any, int]]]:
    """How many of each kind point at each record of that sort. One query for all kinds."""
    found: dict[str, dict[Any, int]] = {kind.name: {} for kind in kinds()}
    looks = []
    for kind in kinds():
        if path := getattr(kind, record):
            pointing = kind.public().filter(**{f"{path}__isnull": False}).order_by()
            named = pointing.annotate(of=Value(kind.name, output_field=CharField()))
            counted = named.values("of", path).annotate(number=Count("pk"))
            looks.append(counted.values_list("of", path, "number"))
    if looks:
        first, *others = looks
        for name, key, number in first.union(*others, all=True):
            found[name][key] = number
    return [(kind, found[kind.name]) for kind in kinds()]


def register(kind: Kind) -> Kind:
    """Let a kind of thing be evidence."""
    if kind.name in KINDS and KINDS[kind.name].title != kind.title:
        raise ValueError(f"Two kinds of evidence are called {kind.name!r}.")
    KINDS[kind.name] = kind
    return kind


def kinds() -> list[Kind]:
    """Every kind, in the order of the pages."""
    return sorted(KINDS.values(), key=lambda kind: (kind.order, kind.name))
