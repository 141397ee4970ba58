"""What a judge found, whatever it judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Verdict:
    """Sentences on what is wrong, and how much was looked at.

    ``counted`` maps what was looked at, in words that follow a number ("pairs scored again"), to
    how many of it there were.
    """

    problems: tuple[str, ...]
    counted: Mapping[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


def demand_within(document: Mapping, **allowed: range) -> None:
    """Raise ValueError for a limit that no search has: a greater one could take for ever."""
    for name, numbers in allowed.items():
        if type(document[name]) is not int or document[name] not in numbers:
            said = f"{numbers[0]} to {numbers[-1]}"
            raise ValueError(f"{name} is a whole number from {said}, not {document[name]!r}.")
