"""What may be wrong with a round, said of one row and one field."""

from dataclasses import dataclass

MOST = 1_000_000
"""No number of seats, quota or row count may be larger."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the table and row, the field, and what about it."""

    row: str
    field: str
    what: str

    def __str__(self) -> str:
        return f"{self.row}, {self.field}: {self.what}"


class Refused(ValueError):
    """A round that cannot be settled. ``problems`` names every row."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        shown = "\n".join(str(problem) for problem in problems[:50])
        more = f"\nand {len(problems) - 50} more." if len(problems) > 50 else ""
        super().__init__(f"The round cannot be settled.\n{shown}{more}")
