"""What a settled round says: who is where, what is left and why, and what was promised.

Kinds and arguments only; the words are made elsewhere.
"""

from dataclasses import dataclass, field, fields, is_dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .documents import digest
from .types import Round, Rules


class Seat(NamedTuple):
    """Where an applicant goes, and the place of it on the list that was used (1 is the first)."""

    applicant: str
    placement: str
    choice: int
    team: str = ""
    allocated: bool = False


class Unplaced(NamedTuple):
    """Someone without a seat. ``kind`` is the reason that all choices share, or "mixed".

    ``choices`` gives a reason for each choice, best first: ``not_accepted``, ``higher_tier`` (its
    seats went to people in a higher tier), ``lottery`` (the last seats were drawn within the
    tier), ``supervisor_higher_tier``, ``supervisor_lottery``, ``organisation_higher_tier``,
    ``organisation_lottery`` (the same for a quota), ``did_not_run``, ``reserved``, ``allocated``,
    ``too_few_together`` (not enough seats for the team), ``goal``, ``time_limit``. Other kinds:
    ``no_choices``, ``team`` (the team's own entry says why).
    """

    applicant: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()


class Empty(NamedTuple):
    """Seats of a placement that nobody has.

    ``kind``: ``nobody_asked``, ``not_accepted`` (none of those who asked was acceptable),
    ``went_elsewhere`` (all who asked have what they wanted more), ``supervisor_quota``,
    ``organisation_quota``, ``did_not_run`` (fewer than its least), ``goal``, ``team``, ``time_limit``.
    ``asked`` counts who listed it, ``acceptable`` whom its host would take.
    """

    placement: str
    seats: int
    kind: str
    asked: int
    acceptable: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A placement that does not run, how many it had, and how many would sooner be there now."""

    placement: str
    least: int
    people: int
    wanted_by: int


@dataclass(frozen=True, slots=True)
class Reversion:
    """Seats that nobody wanted where they were, given to another placement."""

    giver: str
    receiver: str
    seats: int


@dataclass(frozen=True, slots=True)
class Blocking:
    """An applicant (or a team) and a placement that would both rather have each other.

    ``cause`` is what stands in the way: ``team``, ``allocation``, ``reserve``, ``goal``, ``time_limit``.
    """

    applicant: str
    placement: str
    cause: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of the round: kept, or lost and to what."""

    name: str
    kept: bool
    lost_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """Seats offered and filled, of one kind of organisation or one district."""

    by: str
    name: str
    seats: int
    filled: int


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """The outcome of a round. ``complete`` is false when the time limit was reached."""

    seats: tuple[Seat, ...]
    unplaced: tuple[Unplaced, ...]
    empty: tuple[Empty, ...]
    closed: tuple[Closed, ...]
    reversions: tuple[Reversion, ...]
    blocking: tuple[Blocking, ...]
    promises: tuple[Promise, ...]
    choices: tuple[int, ...]
    """How many got their first choice, second, and so on."""
    shares: tuple[Share, ...]
    seed: str
    complete: bool
    steps: tuple[int, int] = (0, 0)
    """Steps of a second goal that were proven, of how many."""
    facts: tuple[Round, Rules] = field(repr=False, compare=False)
    """What was settled."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical facts: what was settled, said in 64 letters."""
        return digest(self.facts[0], rules=self.facts[1])

    def placed(self) -> dict[str, str]:
        """Applicant -> placement."""
        return {seat.applicant: seat.placement for seat in self.seats}

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        plain = {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name != "facts"}
        return {**plain, "digest": self.digest}


def _plain(value: Any) -> Any:
    if hasattr(value, "_fields"):
        return {name: _plain(item) for name, item in zip(value._fields, value, strict=True)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value
