"""What nobody could satisfy, however the round is settled.

Looked at only when every row is well formed and every name is known.
"""

from collections.abc import Iterator

from .problems import MOST, Problem
from .types import Applicant, Placement, Round, Rules


def impossible(round_: Round, rules: Rules) -> Iterator[Problem]:
    """Every row that asks for what cannot be."""
    yield from _sizes(round_)
    yield from _teams(round_)
    yield from _allocations(round_)
    yield from _circles(round_)
    yield from _goal(round_, rules)


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
