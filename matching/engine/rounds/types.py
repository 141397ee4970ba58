"""The words of a placement round, as frozen rows. No rule is checked here: see ``refusals``.

Rows are kept in the order of their keys, so the order in which they were read can never matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Groups = tuple[tuple[str, ...], ...]
"""A preference list: groups of keys, best first; those within one group are equally good."""


def as_groups(value: Any) -> Any:
    """Groups from a list in which a bare key stands for a group of one.

    A list that is in no such form is left as it is, to be refused by name later.
    """
    if not isinstance(value, (list, tuple)):
        return value
    return tuple(
        (group,)
        if isinstance(group, str)
        else tuple(sorted(group))
        if isinstance(group, (list, tuple, frozenset, set))
        and all(isinstance(key, str) for key in group)
        else group
        for group in value
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Someone who ranks placements. ``groups`` are the reserved seats that they may count for."""

    key: str
    choices: Groups = ()
    groups: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "choices", as_groups(self.choices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """Seats of a placement that go to members of a group first, and to anyone when none is left."""

    group: str
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Seats that applicants rank.

    ``least`` is the smallest team with which it runs. ``tiers`` are the applicants its host would
    take, best tier first; None leaves that to the supervisor, then to the organisation, and when
    nobody says anything the host is neutral and takes anyone. ``reverts_to`` gets its unfilled
    seats.
    """

    key: str
    organisation: str
    seats: int = 1
    supervisor: str | None = None
    least: int = 1
    tiers: Groups | None = None
    reserved: tuple[Reserve, ...] = ()
    reverts_to: str | None = None
    district: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "tiers", as_groups(self.tiers))
        if isinstance(self.reserved, (list, tuple)):
            object.__setattr__(self, "reserved", tuple(self.reserved))


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A host. ``quota`` limits all its placements together; None is no limit."""

    key: str
    quota: int | None = None
    tiers: Groups | None = None
    kind: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "tiers", as_groups(self.tiers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """Someone who looks after several placements of one organisation, up to ``quota`` people."""

    key: str
    quota: int | None = None
    tiers: Groups | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "tiers", as_groups(self.tiers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Applicants who go to one placement together.

    Without ``choices`` of their own, their list is what all of them chose, ordered by the worst
    rank that any of them gave it. ``or_alone`` makes them linked applicants rather than a
    ready-made team: when no placement can take them together, each is considered alone.
    """

    key: str
    members: tuple[str, ...]
    choices: Groups | None = None
    or_alone: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.members, (list, tuple, set, frozenset)):
            object.__setattr__(self, "members", tuple(sorted(self.members, key=str)))
        object.__setattr__(self, "choices", as_groups(self.choices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A seat given before the run, for personal circumstances or by hand.

    The reason is confidential and no part of a round: it never reaches the engine.
    """

    applicant: str
    placement: str

    @property
    def key(self) -> str:
        """What rows are ordered and named by."""
        return self.applicant


@dataclass(frozen=True, kw_only=True)
class Round:
    """Everything one placement round looks at."""

    applicants: tuple[Applicant, ...] = ()
    placements: tuple[Placement, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    supervisors: tuple[Supervisor, ...] = ()
    teams: tuple[Team, ...] = ()
    allocations: tuple[Allocation, ...] = ()

    def __post_init__(self) -> None:
        for name in TABLES:
            rows: Iterable[Any] = getattr(self, name)
            object.__setattr__(self, name, tuple(sorted(rows, key=lambda row: str(row.key))))


TABLES = ("applicants", "placements", "organisations", "supervisors", "teams", "allocations")

TIES = ("largest", "lottery")
GOALS = ("stable", "rank_maximal", "generous")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the custodians chose for a round, and the lottery's seed.

    ``ties``: "largest" looks for as many placed as it can among the weakly stable outcomes
    (3/2-approximation), "lottery" breaks every tie by the published lottery, which keeps truthful
    ranking safe. ``goal``: "stable", or, where hosts are neutral, "rank_maximal" (as many first
    choices as possible, then second, ...) or "generous" (as many placed as possible, then as few
    last choices as possible, ...). ``seed`` may be any text.
    """

    seed: str
    ties: str = "largest"
    goal: str = "stable"

    def __post_init__(self) -> None:
        if not isinstance(self.seed, str) or not self.seed:
            raise ValueError("The rules need a seed, as text.")
        if self.ties not in TIES:
            raise ValueError(f"ties must be one of {', '.join(TIES)}, not {self.ties!r}.")
        if self.goal not in GOALS:
            raise ValueError(f"goal must be one of {', '.join(GOALS)}, not {self.goal!r}.")
