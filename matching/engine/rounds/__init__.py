"""Placement rounds: applicants x placements x supervisors x organisations.

Student-project allocation with preferences over applicants (SPA-S, with ties SPA-ST), and what
real rounds add to it. :func:`settle` is the verb; ``docs/matching/settle.md`` says what it promises.
"""

from .documents import round_from_json, round_to_json
from .problems import Problem, Refused
from .refilling import refill
from .results import Settlement
from .scenarios import best_seats, compare, leftovers
from .settling import settle
from .types import (
    Allocation,
    Applicant,
    Organisation,
    Placement,
    Reserve,
    Round,
    Rules,
    Supervisor,
    Team,
)

__all__ = [
    "Allocation",
    "Applicant",
    "Organisation",
    "Placement",
    "Problem",
    "Refused",
    "Reserve",
    "Round",
    "Rules",
    "Settlement",
    "Supervisor",
    "Team",
    "best_seats",
    "compare",
    "leftovers",
    "refill",
    "round_from_json",
    "round_to_json",
    "settle",
]
