"""Before and after publishing: two outcomes compared, the seat that helps most, what is left.

All of it by honest runs of :func:`settle`'s own steps, never by estimate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .clock import Clock, OutOfTime, Progress
from .coding import code
from .outcomes import outcome
from .refusals import refuse
from .results import Settlement
from .settling import run
from .types import Groups, Organisation, Placement, Reserve, Round, Rules, Supervisor, as_groups

WITHOUT = 1 << 40
"""The choice of someone without a seat, when two outcomes are compared."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a second outcome changes, by applicant and in all."""

    better: tuple[str, ...]
    worse: tuple[str, ...]
    moved: tuple[str, ...]
    """Elsewhere, on an equally good choice."""
    placed: tuple[int, int]
    choices: tuple[tuple[int, int], ...]
    """How many got each choice, in the first and in the second outcome."""
    blocking: tuple[int, int]


def compare(first: Settlement, second: Settlement) -> Comparison:
    """What changes for whom from the first outcome to the second.

    Choices are compared as numbers, so both must come from the same lists. Someone in only one of
    the two rounds counts as without a seat in the other.
    """
    sides = [{seat.applicant: seat for seat in each.seats} for each in (first, second)]
    better, worse, moved = [], [], []
    for who in sorted(sides[0].keys() | sides[1].keys()):
        before, after = sides[0].get(who), sides[1].get(who)
        had = before.choice or WITHOUT - 1 if before else WITHOUT
        gets = after.choice or WITHOUT - 1 if after else WITHOUT
        if gets < had:
            better.append(who)
        elif gets > had:
            worse.append(who)
        elif before and after and before.placement != after.placement:
            moved.append(who)
    longest = max(len(first.choices), len(second.choices))
    counts = [(*each.choices, *[0] * (longest - len(each.choices))) for each in (first, second)]
    return Comparison(
        tuple(better),
        tuple(worse),
        tuple(moved),
        (len(first.seats), len(second.seats)),
        tuple(zip(*counts, strict=True)),
        (len(first.blocking), len(second.blocking)),
    )


@dataclass(frozen=True, slots=True)
class ExtraSeat:
    """What one more seat would do: how many more are placed, better off, worse off."""

    placement: str
    placed: int
    better: int
    worse: int


def best_seats(
    round_: Round,
    *,
    rules: Rules,
    candidates: tuple[str, ...] | None = None,
    quotas_too: bool = True,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> tuple[tuple[ExtraSeat, ...], bool]:
    """The one seat that helps most: the round is settled again with each extra seat.

    Candidates are all placements that refused someone, unless named; those that refused most come
    first, so that a time limit cuts off the least promising. ``quotas_too`` raises the quotas over
    the seat with it. Returns them best first (more placed, then more better off, then fewer worse
    off), and whether all were tried. Raises Refused, and ValueError for an unknown candidate.
    """
    clock = Clock(time_limit, progress)
    refuse(round_, rules)
    coded = code(round_, seed=rules.seed)
    now = outcome(run(coded, rules, clock), rules)
    wanted: dict[str, int] = {}
    for entry in now.unplaced:
        for key, why in entry.choices:
            if why not in ("not_accepted", "did_not_run", "team"):
                wanted[key] = wanted.get(key, 0) + 1
    known = {row.key for row in round_.placements}
    if candidates is None:
        order = sorted(wanted, key=lambda key: (-wanted[key], key))
    else:
        unknown = sorted(set(candidates) - known)
        if unknown:
            raise ValueError(f"candidates: {', '.join(map(repr, unknown))} not in the round.")
        order = list(dict.fromkeys(candidates))
    found: list[ExtraSeat] = []
    for key in order:
        try:
            clock.look("the seat that helps most", len(found), len(order))
        except OutOfTime:
            break
        wider = code(_with_seat(round_, key, quotas_too), seed=rules.seed)
        done = run(wider, rules, clock)
        if not done.complete:
            break
        change = compare(now, outcome(done, rules))
        found.append(
            ExtraSeat(
                key,
                change.placed[1] - change.placed[0],
                len(change.better),
                len(change.worse),
            )
        )
    found.sort(key=lambda seat: (-seat.placed, -seat.better, seat.worse, seat.placement))
    return tuple(found), len(found) == len(order)


def _with_seat(round_: Round, key: str, quotas_too: bool) -> Round:
    placements = tuple(
        replace(row, seats=row.seats + 1) if row.key == key else row for row in round_.placements
    )
    if not quotas_too:
        return replace(round_, placements=placements)
    row = next(row for row in placements if row.key == key)

    def wider(hosts: tuple, mine: str | None) -> tuple:
        return tuple(
            replace(host, quota=host.quota + 1)
            if host.key == mine and host.quota is not None
            else host
            for host in hosts
        )

    return replace(
        round_,
        placements=placements,
        organisations=wider(round_.organisations, row.organisation),
        supervisors=wider(round_.supervisors, row.supervisor),
    )


def leftovers(
    round_: Round, settlement: Settlement, choices: Mapping[str, Groups] | None = None
) -> Round:
    """The round that is left for clearing: who has no seat, and the seats and quotas still free.

    ``choices`` are new lists for those who made one; the others keep what is left of theirs. Settle
    it with the same rules, as often as there is something left. Placements that did not run are
    gone; a placement that runs has its least already. Teams are over: each goes on alone.
    """
    given = choices or {}
    without = {entry.applicant for entry in settlement.unplaced}
    left = {
        entry.placement: entry.seats for entry in settlement.empty if entry.kind != "did_not_run"
    }
    at = {row.key: row for row in round_.placements}
    used: dict[tuple[str, str], int] = {}
    inside: dict[tuple[str, str], int] = {}
    groups = {row.key: row.groups for row in round_.applicants}
    for seat in settlement.seats:
        row = at[seat.placement]
        for name in (("organisation", row.organisation), ("supervisor", row.supervisor or "")):
            used[name] = used.get(name, 0) + 1
        for group in groups[seat.applicant]:
            inside[row.key, group] = inside.get((row.key, group), 0) + 1

    def free(table: str, host: Organisation | Supervisor) -> int | None:
        return None if host.quota is None else host.quota - used.get((table, host.key), 0)

    full = {
        (table, host.key)
        for table, hosts in (
            ("organisation", round_.organisations),
            ("supervisor", round_.supervisors),
        )
        for host in hosts
        if free(table, host) == 0
    }

    def remains(row: Placement) -> bool:
        over = {("organisation", row.organisation), ("supervisor", row.supervisor or "")}
        return row.key in left and not over & full

    def reserves(row: Placement) -> tuple[Reserve, ...]:
        # What is still owed to a group, never more than the seats that are left.
        owed, room = [], left[row.key]
        for reserve in row.reserved:
            seats = min(room, reserve.seats - inside.get((row.key, reserve.group), 0))
            if seats > 0:
                owed.append(replace(reserve, seats=seats))
                room -= seats
        return tuple(owed)

    people = {row.key for row in round_.applicants if row.key in without}
    placements = tuple(
        replace(
            row,
            seats=left[row.key],
            least=1,
            reserved=reserves(row),
            reverts_to=None,
            tiers=_among(row.tiers, people),
        )
        for row in round_.placements
        if remains(row)
    )
    open_keys = {row.key for row in placements}
    organisations = {row.organisation for row in placements}
    supervisors = {row.supervisor for row in placements}
    return Round(
        applicants=tuple(
            replace(
                row, choices=_among(as_groups(given.get(row.key, row.choices)), open_keys) or ()
            )
            for row in round_.applicants
            if row.key in without
        ),
        placements=placements,
        organisations=tuple(
            replace(row, quota=free("organisation", row), tiers=_among(row.tiers, people))
            for row in round_.organisations
            if row.key in organisations
        ),
        supervisors=tuple(
            replace(row, quota=free("supervisor", row), tiers=_among(row.tiers, people))
            for row in round_.supervisors
            if row.key in supervisors
        ),
    )


def _among(groups: Groups | None, kept: set[str]) -> Groups | None:
    """A list without the keys that are gone."""
    if groups is None:
        return None
    shorter = (tuple(key for key in group if key in kept) for group in groups)
    return tuple(group for group in shorter if group)
