"""What goes into the engine and what comes out, as frozen dataclasses.

Keys are strings the caller chooses ("opportunity:12", "person:7"); skills are integers; scores
are integers out of :data:`SCALE`. Each input type brings itself into one canonical form when it
is made (sorted, repeated skills merged at their highest level), so the order in which rows were
read can never matter. No arithmetic here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from .refusals import (
    check_affinity,
    check_pairs,
    check_row,
    check_skill,
    check_table,
    refuse,
    rows_of,
    set_of_texts,
)

SCALE = 10_000
"""A score of one whole, in fixed point."""

MOST_REQUIREMENTS = 200
SUPPLY_KINDS = frozenset({"person", "offer"})
PATTERNS = frozenset({"on_site", "hybrid", "remote"})
PAY_BASES = frozenset({"", "paid", "funded", "expenses", "voluntary"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One skill that a need asks for, at a level."""

    skill: int
    level: int
    essential: bool = False

    def __post_init__(self) -> None:
        check_skill(self.skill, self.level)


@dataclass(frozen=True, slots=True)
class Held:
    """A skill at a level: what someone can do, or (in ``Supply.wanted``) wants to reach."""

    skill: int
    level: int

    def __post_init__(self) -> None:
        check_skill(self.skill, self.level)


def _merge_held(rows: Iterable[Held]) -> tuple[Held, ...]:
    best: dict[int, int] = {}
    for row in rows:
        best[row.skill] = max(best.get(row.skill, 0), row.level)
    return tuple(Held(skill, best[skill]) for skill in sorted(best))


def _merge_requirements(rows: Iterable[Requirement]) -> tuple[Requirement, ...]:
    best: dict[int, Requirement] = {}
    for row in rows:
        old = best.get(row.skill, row)
        best[row.skill] = Requirement(
            row.skill, max(old.level, row.level), old.essential or row.essential
        )
    return tuple(best[skill] for skill in sorted(best))


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """An opportunity as the engine sees it.

    ``place`` None means nowhere in particular; ``stages`` empty means anyone; ``hours`` are per
    week; ``pending`` counts the introductions already waiting for an answer.
    """

    key: str
    organisation: str
    kind: str = "challenge"
    requirements: tuple[Requirement, ...] = ()
    starts: date | None = None
    ends: date | None = None
    place: str | None = None
    pattern: str = "on_site"
    themes: frozenset[str] = frozenset()
    gives_back: frozenset[str] = frozenset()
    pay: str = ""
    stages: frozenset[str] = frozenset()
    accepts: frozenset[str] = SUPPLY_KINDS
    seats_left: int = 1
    hours: int | None = None
    never_helped: bool = False
    underserved: bool = False
    pending: int = 0

    def __post_init__(self) -> None:
        check_row(
            self,
            left="seats_left",
            texts=("organisation", "kind", "pattern", "pay"),
            days=("starts", "ends"),
            flags=("never_helped", "underserved"),
        )
        if self.place is not None and not isinstance(self.place, str):
            refuse(self, "place", "a text or None")
        if self.pattern not in PATTERNS:
            raise ValueError(f"{self.key}: unknown pattern {self.pattern!r}.")
        if self.pay not in PAY_BASES:
            raise ValueError(f"{self.key}: unknown basis of pay {self.pay!r}.")
        merged = _merge_requirements(rows_of(self, "requirements", Requirement))
        if len(merged) > MOST_REQUIREMENTS:
            raise ValueError(f"{self.key}: more than {MOST_REQUIREMENTS} requirements.")
        object.__setattr__(self, "requirements", merged)
        for name in ("themes", "gives_back", "stages", "accepts"):
            object.__setattr__(self, name, set_of_texts(self, name))
        if not self.accepts <= SUPPLY_KINDS:
            raise ValueError(f"{self.key}: accepts only {sorted(SUPPLY_KINDS)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """A person, or an offer, as the engine sees it.

    ``places`` empty and ``remote`` false means that nothing was said about place, which closes
    nothing; empty and remote means remote only. ``linked_with`` names the organisations already
    worked with. ``pending`` counts the introductions already waiting for an answer.
    """

    key: str
    kind: str = "person"
    held: tuple[Held, ...] = ()
    wanted: tuple[Held, ...] = ()
    places: frozenset[str] = frozenset()
    remote: bool = False
    available_from: date | None = None
    available_until: date | None = None
    organisations: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    stage: str = ""
    capacity_left: int = 1
    hours: int | None = None
    pending: int = 0
    linked_with: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        check_row(
            self,
            left="capacity_left",
            texts=("kind", "stage"),
            days=("available_from", "available_until"),
            flags=("remote",),
        )
        if self.kind not in SUPPLY_KINDS:
            raise ValueError(f"{self.key}: unknown kind of supply {self.kind!r}.")
        object.__setattr__(self, "held", _merge_held(rows_of(self, "held", Held)))
        object.__setattr__(self, "wanted", _merge_held(rows_of(self, "wanted", Held)))
        for name in ("places", "organisations", "themes", "asks", "linked_with"):
            object.__setattr__(self, name, set_of_texts(self, name))

    def level_of(self, skill: int) -> int:
        """The level held of exactly this skill, 0 when not held."""
        return next((row.level for row in self.held if row.skill == skill), 0)


@dataclass(frozen=True)
class Market:
    """Everything one run looks at.

    ``affinity`` maps (asked skill, held skill) to permille; a skill has 1,000 with itself and 0
    with any pair not named. ``refused`` holds (need key, supply key) of those who said no to each
    other; ``conflicts`` holds (organisation, supply key) of declared relations.
    """

    needs: tuple[Need, ...] = ()
    supplies: tuple[Supply, ...] = ()
    affinity: Mapping[tuple[int, int], int] = field(default_factory=dict)
    refused: frozenset[tuple[str, str]] = frozenset()
    conflicts: frozenset[tuple[str, str]] = frozenset()
    affine: Mapping[int, tuple[tuple[int, int], ...]] = field(init=False, repr=False, compare=False)
    """Asked skill -> (held skill, permille) of its relatives, itself not included."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs", check_table(self.needs, "needs", Need))
        object.__setattr__(self, "supplies", check_table(self.supplies, "supplies", Supply))
        for name in ("refused", "conflicts"):
            object.__setattr__(self, name, check_pairs(getattr(self, name), name))
        check_affinity(self.affinity)
        relatives: dict[int, list[tuple[int, int]]] = {}
        for (asked, held), permille in sorted(self.affinity.items()):
            if asked != held and permille:
                relatives.setdefault(asked, []).append((held, permille))
        object.__setattr__(
            self, "affine", MappingProxyType({a: tuple(r) for a, r in relatives.items()})
        )

    def need(self, key: str) -> Need:
        """The need with this key. Raises KeyError."""
        return _by_key(self.needs, key)

    def supply(self, key: str) -> Supply:
        """The supply with this key. Raises KeyError."""
        return _by_key(self.supplies, key)


def _by_key(rows, key: str):
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if rows[middle].key < key:
            low = middle + 1
        else:
            high = middle
    if low == len(rows) or rows[low].key != key:
        raise KeyError(key)
    return rows[low]


@dataclass(frozen=True, slots=True)
class Stated:
    """Some lists, named by the keys of those whose they are."""

    needs: tuple[str, ...]
    supplies: tuple[str, ...]


def plain(row: Any) -> dict[str, Any]:
    """A row's fields by name, as ``dataclasses.asdict`` gives them, for rows of plain values."""
    return {name: getattr(row, name) for name in row.__slots__}


@dataclass(frozen=True, slots=True)
class Gate:
    """One reason why a pair is no match: a code and the facts behind it, never words."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One summand of a side's score. ``stated`` is false where the neutral value stands in."""

    name: str
    points: int
    out_of: int
    skill: int | None = None
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What was added to or taken off the harmonic mean, and the vision's priority behind it."""

    name: str
    points: int
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A need and a supply, scored from both sides.

    ``fit`` is the sum of ``parts_need``, ``benefit`` of ``parts_supply``, and ``joint`` is
    ``harmonic`` plus the adjustments. A rank is None outside that side's list.
    """

    need: str
    supply: str
    fit: int
    benefit: int
    harmonic: int
    joint: int
    used: int
    parts_need: tuple[Part, ...]
    parts_supply: tuple[Part, ...]
    adjustments: tuple[Adjustment, ...]
    priority: str = ""
    rank_for_need: int | None = None
    rank_for_supply: int | None = None
