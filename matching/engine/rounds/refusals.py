"""What is wrong with a round, or cannot be satisfied, before anything runs: every row named.

Each check yields :class:`Problem` rows; :func:`refuse` raises them together. The lists are checked
at once while they are turned into numbers, and :func:`refuse_lists` names what is wrong in them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from .types import TABLES, Applicant, Placement, Round, Rules

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


def refuse(round_: Round, rules: Rules) -> None:
    """Raise :class:`Refused` when anything is wrong; otherwise do nothing."""
    problems = list(_keys(round_))
    if not problems:
        problems = list(chain(_numbers(round_), _names(round_)))
    if not problems:
        problems = list(
            chain(_sizes(round_), _teams(round_), _allocations(round_), _circles(round_))
        )
        problems += _goal(round_, rules)
    if problems:
        raise Refused(problems)


def refuse_lists(round_: Round) -> None:
    """Raise :class:`Refused` when a preference list is malformed, otherwise do nothing."""
    problems = list(_lists(round_))
    if problems:
        raise Refused(problems)


def _keys(round_: Round) -> Iterator[Problem]:
    for table in TABLES:
        rows = getattr(round_, table)
        if len(rows) > MOST:
            yield Problem(table, "rows", f"there are more than {MOST}.")
        keys = [row.key for row in rows]
        # One pass in C for the usual case, in which every key is text and none repeats.
        if set(map(type, keys)) <= {str} and len(set(keys)) == len(keys) and "" not in keys:
            continue
        for key, times in Counter(map(repr, keys)).items():
            if times > 1:
                yield Problem(f"{table} {key}", "key", "is used twice.")
        for key in keys:
            if not isinstance(key, str) or not key:
                yield Problem(f"{table} {key!r}", "key", "must be text.")


def _whole(value: Any, least: int) -> bool:
    return type(value) is int and least <= value <= MOST


def _numbers(round_: Round) -> Iterator[Problem]:
    said = f"must be a whole number from 1 to {MOST}"
    for row in round_.placements:
        for name in ("seats", "least"):
            if not _whole(getattr(row, name), 1):
                yield Problem(f"placement {row.key}", name, f"{said}, not {getattr(row, name)!r}.")
        for reserve in row.reserved:
            if not _whole(reserve.seats, 1):
                yield Problem(f"placement {row.key}", "reserved", f"{said}, not {reserve.seats!r}.")
    for table, rows in (
        ("organisation", round_.organisations),
        ("supervisor", round_.supervisors),
    ):
        for host in rows:
            if host.quota is not None and not _whole(host.quota, 1):
                yield Problem(f"{table} {host.key}", "quota", f"{said}, not {host.quota!r}.")


def _names(round_: Round) -> Iterator[Problem]:
    organisations = {row.key for row in round_.organisations}
    supervisors = {row.key for row in round_.supervisors}
    placements = {row.key for row in round_.placements}
    home: dict[str, str] = {}
    for a in round_.applicants:
        if type(a.groups) is not frozenset:
            yield Problem(f"applicant {a.key}", "groups", "must be a frozenset.")
    for team in round_.teams:
        if team.choices is not None:
            yield from _list(team.choices, placements, f"team {team.key}", "choices")
    for row in round_.placements:
        name = f"placement {row.key}"
        if row.organisation not in organisations:
            yield Problem(name, "organisation", f"{row.organisation!r} is not in the round.")
        if row.reverts_to is not None and row.reverts_to not in placements:
            yield Problem(name, "reverts_to", f"{row.reverts_to!r} is not in the round.")
        if row.supervisor is None:
            continue
        if row.supervisor not in supervisors:
            yield Problem(name, "supervisor", f"{row.supervisor!r} is not in the round.")
        elif home.setdefault(row.supervisor, row.organisation) != row.organisation:
            yield Problem(
                name,
                "supervisor",
                f"{row.supervisor} belongs to {home[row.supervisor]}, not to {row.organisation}.",
            )


def _lists(round_: Round) -> Iterator[Problem]:
    placements = {row.key for row in round_.placements}
    applicants = {row.key for row in round_.applicants}
    for a in round_.applicants:
        yield from _list(a.choices, placements, f"applicant {a.key}", "choices")
    hosts = chain(
        (("placement", row) for row in round_.placements),
        (("supervisor", row) for row in round_.supervisors),
        (("organisation", row) for row in round_.organisations),
    )
    for table, host in hosts:
        if host.tiers is not None:
            yield from _list(host.tiers, applicants, f"{table} {host.key}", "tiers")


def _list(groups: Any, known: set[str], row: str, name: str) -> list[Problem]:
    if type(groups) is not tuple or any(type(group) is not tuple for group in groups):
        return [Problem(row, name, "must be a list of groups of keys.")]
    keys = list(chain.from_iterable(groups))
    problems = [
        Problem(row, name, f"{key!r} is named twice.")
        for key, times in Counter(keys).items()
        if times > 1
    ]
    problems += [
        Problem(row, name, f"{key!r} is not in the round.")
        for key in dict.fromkeys(keys)
        if key not in known
    ]
    if not all(groups):
        problems.append(Problem(row, name, "a group is empty."))
    return problems


def _sizes(round_: Round) -> Iterator[Problem]:
    quotas = {row.key: row.quota for row in round_.organisations}
    supervisors = {row.key: row.quota for row in round_.supervisors}
    for row in round_.placements:
        limits = {
            "seats": row.seats,
            "quota of its organisation": quotas[row.organisation],
            "quota of its supervisor": supervisors.get(row.supervisor or ""),
        }
        for name, limit in limits.items():
            if limit is not None and row.least > limit:
                yield Problem(
                    f"placement {row.key}",
                    "least",
                    f"{row.least} is more than the {name}, {limit}.",
                )
        kept = sum(reserve.seats for reserve in row.reserved)
        if kept > row.seats:
            yield Problem(
                f"placement {row.key}", "reserved", f"{kept} is more than the seats, {row.seats}."
            )
        groups = [reserve.group for reserve in row.reserved]
        if len(set(groups)) < len(groups):
            yield Problem(f"placement {row.key}", "reserved", "names a group twice.")


def _teams(round_: Round) -> Iterator[Problem]:
    applicants = {row.key for row in round_.applicants}
    most = _room(round_)
    seen: dict[str, str] = {}
    for team in round_.teams:
        name = f"team {team.key}"
        if team.key in applicants:
            yield Problem(name, "key", "is the key of an applicant.")
        if len(team.members) < 2 or len(set(team.members)) < len(team.members):
            yield Problem(name, "members", "must name at least two, nobody twice.")
        for member in team.members:
            if member not in applicants:
                yield Problem(name, "members", f"{member!r} is not in the round.")
            elif seen.setdefault(member, team.key) != team.key:
                yield Problem(name, "members", f"{member} is in {seen[member]} too.")
        if len(team.members) > max(most.values(), default=0):
            yield Problem(
                name, "members", f"no placement can take {len(team.members)} people together."
            )


def _room(round_: Round) -> dict[str, int]:
    """The most people that each placement could take, quotas considered."""
    quotas = {row.key: row.quota for row in round_.organisations}
    supervisors = {row.key: row.quota for row in round_.supervisors}
    return {
        row.key: min(
            row.seats,
            quotas[row.organisation] or MOST,
            supervisors.get(row.supervisor or "") or MOST,
        )
        for row in round_.placements
    }


def _allocations(round_: Round) -> Iterator[Problem]:
    placements: dict[str, Placement] = {row.key: row for row in round_.placements}
    applicants: dict[str, Applicant] = {row.key: row for row in round_.applicants}
    in_team = {member: team.key for team in round_.teams for member in team.members}
    used: dict[tuple[str, str | None], list[str]] = {}
    for row in round_.allocations:
        name = f"allocation of {row.applicant}"
        if row.applicant not in applicants:
            yield Problem(name, "applicant", "is not in the round.")
        if row.applicant in in_team:
            yield Problem(name, "applicant", f"is in team {in_team[row.applicant]}.")
        place = placements.get(row.placement)
        if place is None:
            yield Problem(name, "placement", f"{row.placement!r} is not in the round.")
            continue
        for node in (
            ("placement", place.key),
            ("supervisor", place.supervisor),
            ("organisation", place.organisation),
        ):
            used.setdefault(node, []).append(row.applicant)
    limits: dict[tuple[str, str | None], int | None] = {
        ("placement", row.key): row.seats for row in round_.placements
    }
    limits |= {("supervisor", row.key): row.quota for row in round_.supervisors}
    limits |= {("organisation", row.key): row.quota for row in round_.organisations}
    for (table, key), who in used.items():
        limit = limits.get((table, key))
        if limit is not None and len(who) > limit:
            yield Problem(
                f"{table} {key}",
                "seats" if table == "placement" else "quota",
                f"{limit} is fewer than its allocations: {', '.join(who)}.",
            )


def _circles(round_: Round) -> Iterator[Problem]:
    onward = {row.key: row.reverts_to for row in round_.placements if row.reverts_to}
    cleared: set[str] = set()
    for start in onward:
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in cleared and here not in path:
            path[here] = None
            here = onward.get(here)
        if here in path:
            circle = list(path)[list(path).index(str(here)) :]
            for key in circle:
                yield Problem(
                    f"placement {key}", "reverts_to", f"goes in a circle: {', '.join(circle)}."
                )
        cleared |= set(path)


def _goal(round_: Round, rules: Rules) -> list[Problem]:
    """A second goal needs neutral hosts and a plain round."""
    if rules.goal == "stable":
        return []
    problems = [
        Problem(f"{table} {row.key}", "tiers", f"{rules.goal} needs neutral hosts.")
        for table, rows in (
            ("placement", round_.placements),
            ("supervisor", round_.supervisors),
            ("organisation", round_.organisations),
        )
        for row in rows
        if row.tiers is not None and len(row.tiers) > 1
    ]
    said = f"cannot be combined with {rules.goal}."
    for row in round_.placements:
        for name, used in (
            ("least", row.least > 1),
            ("reserved", bool(row.reserved)),
            ("reverts_to", row.reverts_to is not None),
        ):
            if used:
                problems.append(Problem(f"placement {row.key}", name, said))
    problems += [Problem(f"team {team.key}", "members", said) for team in round_.teams]
    return problems
