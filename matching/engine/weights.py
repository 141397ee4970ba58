"""The weights of the score: a named, versioned record that custodians edit and anyone may read.

Every number is an integer. "permille" is out of 1,000, "points" out of 10,000. The meaning of
each is written beside it and in ``docs/matching/rank.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from .types import SCALE

PRIORITY_CAUSES = ("never_helped", "underserved", "growth", "expertise")
MOST_ADJUSTMENT = 100
"""Priority adjustments together never move a score by more than this many permille."""

_RANGES = {
    "essential_share": (1, 100),
    "desirable_share": (1, 100),
    "least_fit": (1, SCALE),
    "essential_gap": (0, 3),
    "gate_affinity": (1, 1000),
    "two_steps": (0, 1000),
    "enough_growth": (1, 20),
    "enough_returns": (1, 20),
    "enough_themes": (1, 20),
    "never_helped": (0, MOST_ADJUSTMENT),
    "underserved": (0, MOST_ADJUSTMENT),
    "load_free": (0, 1000),
    "load_each": (0, 450),
    "load_most": (0, 450),
    "dates_overlap": (0, 1000),
    "hours_enough": (0, 1000),
}
"""Permitted values; a number not named here is points, 0 to 10,000."""


def _default_priorities() -> dict[str, str]:
    return {
        "never_helped": "mutual-benefit",
        "underserved": "community-of-practice",
        "growth": "training-and-profile",
        "expertise": "mutual-benefit",
    }


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Every number that the score uses. Raises ValueError for one that would break a promise."""

    name: str = "Forum"
    version: int = 1

    # What the need gains.
    essential_share: int = 2  # an essential requirement counts this often
    desirable_share: int = 1  # a desirable one counts this often
    no_requirements: int = 5_000  # points: fit with a need that asks for no skill
    least_fit: int = 1_000  # points: below this the pair is not shown
    essential_gap: int = 1  # levels below what is asked that still pass the gate
    gate_affinity: int = 800  # permille: how near a related skill must be to pass the gate

    # What the supply gains: five parts, together 10,000 points.
    growth: int = 3_500
    returns: int = 2_500
    themes: int = 1_500
    reward: int = 1_500
    new_link: int = 1_000
    neutral: int = 5_000  # points out of 10,000 of a part where nothing was stated
    two_steps: int = 500  # permille of a growth step when it is two levels up, not one
    enough_growth: int = 2  # so many wishes met is all that can be hoped for
    enough_returns: int = 2
    enough_themes: int = 2
    pay_paid: int = 10_000  # points of the reward part
    pay_funded: int = 10_000
    pay_expenses: int = 4_000
    pay_voluntary: int = 2_000
    credit: int = 7_000  # points of the reward part when course credit is given
    known_link: int = 3_000  # points of the link part when the two worked together before

    # The joint score, in permille of the harmonic mean.
    never_helped: int = 50
    underserved: int = 50
    load_free: int = 1  # so many pending introductions cost nothing
    load_each: int = 50
    load_most: int = 300

    # Gates.
    dates_overlap: int = 500  # permille of the need's days that must be shared
    hours_enough: int = 750  # permille of the hours asked for that must be on offer

    priorities: Mapping[str, str] = field(default_factory=_default_priorities)

    def __post_init__(self) -> None:
        for name in number_names():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise ValueError(f"{name} must be a whole number, not {value!r}.")
            low, high = _RANGES.get(name, (0, SCALE))
            if not low <= value <= high:
                raise ValueError(f"{name} must be {low} to {high}, not {value}.")
        if isinstance(self.version, bool) or not isinstance(self.version, int):
            raise ValueError("version must be a whole number.")
        if not isinstance(self.name, str) or not self.name:
            raise ValueError("The weights need a name.")
        total = self.growth + self.returns + self.themes + self.reward + self.new_link
        if total != SCALE:
            raise ValueError(f"The five parts of the benefit must add up to {SCALE}, not {total}.")
        if self.never_helped + self.underserved > MOST_ADJUSTMENT:
            raise ValueError("The priority adjustments may not exceed 10 % together.")
        if self.desirable_share > self.essential_share:
            raise ValueError("A desirable requirement may not count more than an essential one.")
        if set(self.priorities) != set(PRIORITY_CAUSES) or not all(
            isinstance(key, str) and key for key in self.priorities.values()
        ):
            raise ValueError(f"priorities must name a key for each of {PRIORITY_CAUSES}.")
        object.__setattr__(self, "priorities", MappingProxyType(dict(self.priorities)))

    def as_dict(self) -> dict[str, object]:
        """A plain dict that :meth:`from_dict` reads back and JSON can hold."""
        answer = {f.name: getattr(self, f.name) for f in fields(self)}
        answer["priorities"] = dict(self.priorities)
        return answer

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> "Weights":
        """Weights from a dict; names left out keep their default. Raises ValueError."""
        known = {f.name for f in fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise ValueError(f"Unknown weights: {', '.join(unknown)}.")
        if not isinstance(values.get("priorities", {}), Mapping):
            raise ValueError("priorities must be a mapping.")
        return cls(**values)  # type: ignore[arg-type]

    def pay(self, basis: str) -> int:
        """Points of the reward part for a basis of pay; neutral when none was stated."""
        return getattr(self, f"pay_{basis}") if basis else self.neutral


def number_names() -> tuple[str, ...]:
    """The names of the weights that are numbers, in the order of the table."""
    return tuple(f.name for f in fields(Weights) if f.name not in {"name", "version", "priorities"})


def range_of(name: str) -> tuple[int, int]:
    """The least and the greatest value that a weight may have."""
    return _RANGES.get(name, (0, SCALE))
