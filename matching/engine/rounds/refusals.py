"""What is wrong with a round, or cannot be satisfied, before anything runs: every row named.

Each check yields :class:`Problem` rows; :func:`refuse` raises them together. The lists are checked
at once while they are turned into numbers, and :func:`refuse_lists` names what is wrong in them.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any, NoReturn

from .feasibility import impossible
from .problems import MOST, Problem, Refused
from .types import TABLES, Reserve, Round, Rules


def refuse(round_: Round, rules: Rules) -> None:
    """Raise :class:`Refused` when anything is wrong; otherwise do nothing."""
    problems = list(_keys(round_))
    if not problems:
        problems = list(chain(_numbers(round_), _names(round_)))
    if not problems:
        problems = list(impossible(round_, rules))
    if problems:
        raise Refused(problems)


def refuse_lists(round_: Round) -> NoReturn:
    """Raise :class:`Refused` for a round in which some preference list is malformed."""
    raise Refused(list(_lists(round_)))


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
        if type(row.reserved) is not tuple or set(map(type, row.reserved)) - {Reserve}:
            yield Problem(f"placement {row.key}", "reserved", "must be a list of reserves.")
            continue
        for reserve in row.reserved:
            if not isinstance(reserve.group, str) or not reserve.group:
                yield Problem(
                    f"placement {row.key}", "reserved", f"a group is text, not {reserve.group!r}."
                )
            if not _whole(reserve.seats, 1):
                yield Problem(f"placement {row.key}", "reserved", f"{said}, not {reserve.seats!r}.")
    for table, rows in (
        ("organisation", round_.organisations),
        ("supervisor", round_.supervisors),
    ):
        for host in rows:
            if host.quota is not None and not _whole(host.quota, 1):
                yield Problem(f"{table} {host.key}", "quota", f"{said}, not {host.quota!r}.")


def _among(key: Any, keys: set[str]) -> bool:
    return isinstance(key, str) and key in keys


def _names(round_: Round) -> Iterator[Problem]:
    organisations = {row.key for row in round_.organisations}
    supervisors = {row.key for row in round_.supervisors}
    placements = {row.key for row in round_.placements}
    home: dict[str, str] = {}
    for a in round_.applicants:
        if type(a.groups) is not frozenset:
            yield Problem(f"applicant {a.key}", "groups", "must be a frozenset.")
        elif a.groups and set(map(type, a.groups)) != {str}:
            yield Problem(f"applicant {a.key}", "groups", "must hold text only.")
    for host in round_.organisations:
        if not isinstance(host.kind, str):
            yield Problem(f"organisation {host.key}", "kind", f"must be text, not {host.kind!r}.")
    hosts: list[tuple[str, Any]] = [("placement", row) for row in round_.placements]
    hosts += [("supervisor", row) for row in round_.supervisors]
    hosts += [("organisation", row) for row in round_.organisations]
    for table, one in hosts:
        tiers = one.tiers
        if tiers is not None and not (type(tiers) is tuple and set(map(type, tiers)) <= {tuple}):
            yield Problem(f"{table} {one.key}", "tiers", "must be a list of groups of keys.")
    for given in round_.allocations:
        for field in ("applicant", "placement"):
            if not isinstance(getattr(given, field), str):
                yield Problem(f"allocation of {given.applicant!r}", field, "must be a key.")
    for team in round_.teams:
        if type(team.or_alone) is not bool:
            yield Problem(f"team {team.key}", "or_alone", "must be true or false.")
        if type(team.members) is not tuple or set(map(type, team.members)) - {str}:
            yield Problem(f"team {team.key}", "members", "must be a list of keys.")
        if team.choices is not None:
            yield from _list(team.choices, placements, f"team {team.key}", "choices")
    for row in round_.placements:
        name = f"placement {row.key}"
        if not _among(row.organisation, organisations):
            yield Problem(name, "organisation", f"{row.organisation!r} is not in the round.")
        if not isinstance(row.district, str):
            yield Problem(name, "district", f"must be text, not {row.district!r}.")
        if row.reverts_to is not None and not _among(row.reverts_to, placements):
            yield Problem(name, "reverts_to", f"{row.reverts_to!r} is not in the round.")
        if row.supervisor is None:
            continue
        if not _among(row.supervisor, supervisors):
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
    hosts: list[tuple[str, Any]] = [("placement", row) for row in round_.placements]
    hosts += [("supervisor", row) for row in round_.supervisors]
    hosts += [("organisation", row) for row in round_.organisations]
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
