"""After publication: the public report with small counts left out, and the instance to run again."""

from dataclasses import dataclass
from typing import Any

from ...models import Round, RoundRun

FEWEST = 5
"""A count of people below this is not shown to the public."""


@dataclass(frozen=True)
class Report:
    """The figures of a published round. A count of people from 1 to 4 is None."""

    applicants: int | None
    placed: int | None
    seats: int
    placements: int
    choices: list[int | None]
    unplaced: list[tuple[str, int | None]]
    by_kind: list[tuple[str, int, int | None]]
    by_district: list[tuple[str, int, int | None]]
    empty: list[tuple[str, int]]
    by_hand: int | None
    promises: list[tuple[str, bool]]
    seed: str
    seed_hash: str
    digest: str


def report(round_: Round) -> Report | None:
    """The public report; None before results are out."""
    raise NotImplementedError


def public_instance(round_: Round) -> dict[str, Any] | None:
    """The published instance as it was settled; None before results are out, or with under five people."""
    raise NotImplementedError


def snapshot(run: RoundRun) -> dict[str, Any]:
    """A run for audit (P098): facts and result with keys for names."""
    return run.document


def what_stops(round_: Round, run: RoundRun | None, user) -> list[str]:
    """Why a run cannot be published now, a sentence each; empty when it can."""
    raise NotImplementedError
