"""What explanations are made of: facts and numbers, which others put into words."""

from dataclasses import dataclass
from datetime import date

from .types import Adjustment, Gate, Part


@dataclass(frozen=True, slots=True)
class Use:
    """A requirement that a held skill earns credit for; ``credited`` is the skill held."""

    skill: int
    asked: int
    held: int
    credited: int
    essential: bool
    points: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A requirement not met in full; ``held`` counts towards it, 0 when nothing does."""

    skill: int
    asked: int
    held: int
    essential: bool
    points_lost: int


@dataclass(frozen=True, slots=True)
class Grow:
    """A wish this need would serve: from the level held to the level asked."""

    skill: int
    from_level: int
    to_level: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a supply and what re-scoring with it gave.

    ``kind`` is raise_level, add_skill, widen_dates or widen_place; ``opens`` says that a closed
    pair would become a match. ``gates_left`` counts the gates still failed.
    """

    kind: str
    cost: int
    joint: int
    fit: int
    gates_left: int
    opens: bool
    skill: int | None = None
    from_level: int | None = None
    to_level: int | None = None
    place: str | None = None
    available_from: date | None = None
    available_until: date | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Both sides of one pair. ``listed`` is true when it passes every gate and both floors."""

    need: str
    supply: str
    fit: int
    benefit: int
    harmonic: int
    joint: int
    listed: bool
    priority: str
    parts_need: tuple[Part, ...]
    parts_supply: tuple[Part, ...]
    adjustments: tuple[Adjustment, ...]
    uses: tuple[Use, ...]
    grows: tuple[Grow, ...]
    themes: tuple[str, ...]
    returns: tuple[str, ...]
    gates: tuple[Gate, ...]
    missing: tuple[Missing, ...]
    would_change: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A supply that fails exactly one gate, with the fit it would bring."""

    supply: str
    gate: Gate
    fit: int
    joint: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A skill at a level that would open needs now closed to a supply."""

    skill: int
    from_level: int
    to_level: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A part of the score in which one pair has more points than another."""

    name: str
    points: int
    skill: int | None = None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a pair has no place on one side's list, or which place it has.

    ``reason`` is ``listed`` (then ``place`` says where), ``gates``, ``too_little_fit``,
    ``no_benefit``, or what puts the last on the list before it: ``joint``, ``used`` (equal
    scores, more of the held levels used) or ``lottery``. The comparison is with that last one:
    ``behind`` points, made up of where it is ``ahead``, most first. ``would_list`` are the
    changes to the supply that would give the pair a place, cheapest first.
    """

    need: str
    supply: str
    reason: str
    place: int | None
    gates: tuple[Gate, ...]
    joint: int
    used: int
    last: str | None
    last_joint: int
    behind: int
    ahead: tuple[Ahead, ...]
    would_list: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many pairs a gate, or a floor, was the first to close."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """A pair that is no match: the gates it fails, the fewest first among those told."""

    need: str
    supply: str
    gates: tuple[Gate, ...]
    fit: int
    joint: int
    would_change: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """Why nobody, or so few, are suggested: all pairs of one row, by what closed each first.

    The counts and ``listed`` make ``looked_at`` together. Codes are those of the gates, in the
    order in which they are asked, then ``too_little_fit`` and ``no_benefit``.
    """

    key: str
    looked_at: int
    listed: int
    closed: tuple[Counted, ...]
    nearest: tuple[Nearest, ...]
