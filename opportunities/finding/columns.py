"""The facts of all public opportunities as arrays, read from the database in a few queries.

Nothing here decides who may see what: rows are read through ``public()``, and a page asks the
database for its few again.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from profiles.choices import OrganisationKind

from ..choices import Kind, Lifecycle, Pattern, PayBasis
from ..models import Opportunity, Partnership, Requirement

NEVER = datetime.date.max.toordinal()
VALUES = {
    "kind": Kind.values,
    "pattern": Pattern.values,
    "pay": PayBasis.values,
    "host": OrganisationKind.values,
    "sure": ["firm", "maybe"],
    "form": ["full", "proposal"],
}
HOURS = (("few", "Up to 8", 1, 8), ("part", "9 to 20", 9, 20), ("most", "21 or more", 21, 1000))
TAGS = {"theme": "themes", "priority": "priorities", "node": "nodes"}
FACTS = (
    *("pk", "kind", "district_id", "pattern", "pay_basis", "organisation__kind", "hours_per_week"),
    *("closes", "first_published_at", "state__lifecycle", "state__seats_taken"),
    *("state__seats_cap", "tentative", "title", "is_proposal"),
)
_CODES = {
    name: {value: code for code, value in enumerate(values)} for name, values in VALUES.items()
}
_TYPES = {"pk": np.int64, "published": np.int64, "title": object, "open": np.bool_}


@dataclass(frozen=True)
class Columns:
    """One array for each fact, in the order of keys; and the tags, as pairs of key and tag."""

    facts: dict[str, np.ndarray]
    tags: dict[str, np.ndarray]

    def without(self, keys: Iterable[int]) -> "Columns":
        """The same, these opportunities left out."""
        gone = np.fromiter(keys, np.int64)
        keep = ~np.isin(self.facts["pk"], gone)
        return Columns(
            {name: column[keep] for name, column in self.facts.items()},
            {name: pairs[~np.isin(pairs[:, 0], gone)] for name, pairs in self.tags.items()},
        )

    def joined(self, others: "Columns") -> "Columns":
        """Both together, in the order of keys."""
        order = np.argsort(np.concatenate([self.facts["pk"], others.facts["pk"]]), kind="stable")
        return Columns(
            {
                name: np.concatenate([column, others.facts[name]])[order]
                for name, column in self.facts.items()
            },
            {name: np.concatenate([pairs, others.tags[name]]) for name, pairs in self.tags.items()},
        )


def read(keys: Iterable[int] | None = None) -> Columns:
    """The facts of these opportunities, or of all; those that nobody may see are not among them."""
    rows = Opportunity.objects.public().order_by("pk")
    asked = None if keys is None else list(keys)
    if asked is not None:
        rows = rows.filter(pk__in=asked)
    taken = [_coded(row) for row in rows.values_list(*FACTS).iterator(chunk_size=5_000)]
    names = (
        *("pk", "kind", "district", "pattern", "pay", "host", "hours", "closes", "published"),
        *("open", "sure", "title", "form"),
    )
    found = list(zip(*taken, strict=True)) if taken else [()] * len(names)
    facts: dict[str, np.ndarray] = {
        name: np.array(column, dtype=_TYPES.get(name, np.int32))
        for name, column in zip(names, found, strict=True)
    }
    tags = {name: _pairs(_tagged(name, asked), facts["pk"]) for name in TAGS}
    tags["host"] = _hosts(facts["pk"], facts.pop("host"), asked)
    needs = Requirement.objects.order_by("pk")
    if asked is not None:
        needs = needs.filter(opportunity__in=asked)
    tags["skill"] = _pairs(needs.values_list("opportunity_id", "skill_id", "level"), facts["pk"], 3)
    return Columns(facts, tags)


def _hosts(known: np.ndarray, posters: np.ndarray, asked: list[int] | None) -> np.ndarray:
    """Under which kinds of organisation each is found: the poster's, and that of any partner named.

    Once for each kind, so that two charities count as one.
    """
    beside = Partnership.objects.shown().order_by("pk")
    if asked is not None:
        beside = beside.filter(opportunity__in=asked)
    kinds = beside.values_list("opportunity_id", "organisation__kind")
    codes = _CODES["host"]
    coded = [(pk, codes[kind]) for pk, kind in kinds.iterator(chunk_size=5_000) if kind in codes]
    partners = np.array(coded, dtype=np.int64).reshape(-1, 2)
    both = np.concatenate(
        [np.stack([known, posters.astype(np.int64)], axis=1), _of_known(partners, known)]
    )
    return np.unique(both[both[:, 1] >= 0], axis=0)


def _tagged(name: str, asked: list[int] | None) -> Any:
    through = getattr(Opportunity, TAGS[name]).through.objects.order_by("pk")
    if asked is not None:
        through = through.filter(opportunity__in=asked)
    return through.values_list("opportunity_id", f"{name}_id")


def _pairs(rows: Any, known: np.ndarray, wide: int = 2) -> np.ndarray:
    """Tags as an array; of drafts none."""
    pairs = np.array(list(rows.iterator(chunk_size=5_000)), dtype=np.int64).reshape(-1, wide)
    return _of_known(pairs, known)


def _of_known(pairs: np.ndarray, known: np.ndarray) -> np.ndarray:
    return pairs[np.isin(pairs[:, 0], known)]


def _coded(row: tuple[Any, ...]) -> tuple[Any, ...]:
    pk, kind, district, pattern, pay, host, hours, closes, published, life, *rest = row
    taken, cap, maybe, title, is_proposal = rest
    # A challenge's form asks nothing about pay: "voluntary" is only its default.
    unasked = kind == Kind.CHALLENGE and pay == PayBasis.VOLUNTARY
    return (
        *(pk, _CODES["kind"][kind], district or 0, _CODES["pattern"][pattern]),
        *(-1 if unasked else _CODES["pay"][pay], _CODES["host"].get(host, -1), _bucket(hours)),
        closes.toordinal() if closes else NEVER,
        int(published.timestamp() * 1_000_000) if published else 0,
        life == Lifecycle.OPEN and taken < cap,
        int(maybe),
        title,
        int(is_proposal),
    )


def _bucket(hours: int | None) -> int:
    for place, (_, _, least, most) in enumerate(HOURS):
        if hours is not None and least <= hours <= most:
            return place
    return -1
