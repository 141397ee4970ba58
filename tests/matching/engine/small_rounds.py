"""Small random placement rounds, and every possible outcome of them by brute force."""

import json
import random
from itertools import product

from matching.engine.checks import judge
from matching.engine.rounds import (
    Allocation,
    Applicant,
    Organisation,
    Placement,
    Reserve,
    Round,
    Rules,
    Supervisor,
    Team,
    round_to_json,
    settle,
)


def groups(draw, keys, *, ties, most=None):
    """A random list of random length, cut into ties."""
    keys = draw.sample(keys, draw.randint(0, min(most or len(keys), len(keys))))
    answer = []
    for key in keys:
        if answer and draw.random() < ties:
            answer[-1].append(key)
        else:
            answer.append([key])
    return tuple(map(tuple, answer))


def random_round(
    seed,
    *,
    applicants=7,
    placements=4,
    ties_applicants=0.0,
    ties_hosts=0.0,
    quotas=True,
    least=False,
    teams=False,
    allocations=False,
    reserved=False,
    reverting=False,
    neutral=False,
):
    """A round that can be settled, with the features asked for."""
    draw = random.Random(seed)
    names = [f"a{i}" for i in range(draw.randint(1, applicants))]
    keys = [f"p{i}" for i in range(draw.randint(1, placements))]
    organisations = [f"o{i}" for i in range(2)]
    home = {f"s{i}": draw.choice(organisations) for i in range(2)}

    def tiers(chance):
        if neutral or draw.random() > chance:
            return None
        return groups(draw, names, ties=ties_hosts)

    def quota():
        return draw.randint(1, 3) if quotas and draw.random() < 0.6 else None

    hosts = {key: Organisation(key=key, quota=quota(), tiers=tiers(0.8)) for key in organisations}
    supervisors = {key: Supervisor(key=key, quota=quota(), tiers=tiers(0.3)) for key in home}
    rows = []
    for i, key in enumerate(keys):
        supervisor = draw.choice([None, *home])
        organisation = home[supervisor] if supervisor else draw.choice(organisations)
        seats = draw.randint(1, 3)
        top = min(seats, hosts[organisation].quota or 9)
        if supervisor:
            top = min(top, supervisors[supervisor].quota or 9)
        rows.append(
            Placement(
                key=key,
                organisation=organisation,
                supervisor=supervisor,
                seats=seats,
                least=draw.randint(1, top) if least else 1,
                tiers=tiers(0.5),
                reserved=(
                    (Reserve(group="g", seats=draw.randint(1, seats)),)
                    if reserved and draw.random() < 0.6
                    else ()
                ),
                reverts_to=draw.choice(keys[:i]) if reverting and i else None,
                district=draw.choice("xy"),
            )
        )
    room = max(
        min(
            row.seats,
            hosts[row.organisation].quota or 9,
            (supervisors[row.supervisor].quota or 9) if row.supervisor else 9,
        )
        for row in rows
    )
    free = list(names)
    draw.shuffle(free)
    together = []
    while teams and room > 1 and len(free) > 2 and len(together) < 2:
        size = draw.randint(2, min(room, len(free)))
        members, free = free[:size], free[size:]
        own = groups(draw, keys, ties=ties_applicants) if draw.random() < 0.5 else None
        together.append(
            Team(
                key=f"t{len(together)}",
                members=members,
                choices=own,
                or_alone=draw.random() < 0.5,
            )
        )
    given = ()
    if allocations and free:
        place = draw.choice(rows)
        given = (Allocation(applicant=free[0], placement=place.key),)
    return Round(
        applicants=[
            Applicant(
                key=name,
                choices=groups(draw, keys, ties=ties_applicants),
                groups=frozenset("g") if reserved and draw.random() < 0.4 else frozenset(),
            )
            for name in names
        ],
        placements=rows,
        organisations=hosts.values(),
        supervisors=supervisors.values(),
        teams=together,
        allocations=given,
    )


def verdict(round_, settlement, rules):
    """What the judge says of a settlement, as it would be published."""
    document = round_to_json(round_, rules=rules, settlement=settlement)
    return judge(json.loads(json.dumps(document)))


def settled(round_, **rules):
    """A settlement that the judge agrees with."""
    given = Rules(**{"seed": "2026", **rules})
    settlement = settle(round_, rules=given)
    problems = verdict(round_, settlement, given).problems
    assert problems == (), problems
    return settlement


class Oracle:
    """Every possible outcome of a plain round, and which of them are (weakly) stable."""

    def __init__(self, round_):
        self.round = round_
        self.placements = {row.key: row for row in round_.placements}
        self.hosts = {("supervisor", row.key): row for row in round_.supervisors}
        self.hosts |= {("organisation", row.key): row for row in round_.organisations}
        self.ranks = {
            row.key: {key: n for n, tie in enumerate(row.choices) for key in tie}
            for row in round_.applicants
        }

    def tier(self, applicant, placement):
        row = self.placements[placement]
        for host in (
            row,
            self.hosts.get(("supervisor", row.supervisor)),
            self.hosts["organisation", row.organisation],
        ):
            if host is not None and host.tiers is not None:
                found = [n for n, tie in enumerate(host.tiers) if applicant in tie]
                return found[0] if found else None
        return 0

    def above(self, placement):
        row = self.placements[placement]
        nodes = [("placement", placement, row.seats)]
        for table in ("supervisor", "organisation"):
            host = self.hosts.get((table, getattr(row, table)))
            if host is not None and host.quota is not None:
                nodes.append((table, host.key, host.quota))
        return nodes

    def possible(self, outcome):
        used = {}
        for placement in outcome.values():
            for node in self.above(placement):
                used[node] = used.get(node, 0) + 1
        return all(count <= node[2] for node, count in used.items())

    def outcomes(self):
        names = list(self.ranks)
        options = [
            [None, *(p for p in self.ranks[name] if self.tier(name, p) is not None)]
            for name in names
        ]
        for chosen in product(*options):
            outcome = {n: p for n, p in zip(names, chosen, strict=True) if p is not None}
            if self.possible(outcome):
                yield outcome

    def blocks(self, outcome, name, placement):
        """By trying: move the applicant, and let hosts drop one whom they want less."""
        tier = self.tier(name, placement)
        now = outcome.get(name)
        if tier is None or (now and self.ranks[name][now] <= self.ranks[name][placement]):
            return False
        moved = {**outcome, name: placement}
        host = self.above(placement)
        if self.possible(moved):
            # A move within one quota must not leave its host with someone less wanted.
            for node in host:
                full = sum(node in self.above(p) for p in outcome.values()) == node[2]
                mine = now is not None and node in self.above(now)
                if full and mine and self.tier(name, now) < tier:
                    worse = any(
                        node in self.above(p) and self.tier(other, p) > tier
                        for other, p in outcome.items()
                        if other != name
                    )
                    if not worse:
                        return False
            return True
        return any(
            self.tier(other, p) > tier
            and self.possible({n: q for n, q in moved.items() if n != other})
            for other, p in outcome.items()
            if other != name and set(self.above(p)) & set(host)
        )

    def stable(self):
        """The stable outcomes."""
        return [
            outcome
            for outcome in self.outcomes()
            if not any(self.blocks(outcome, n, p) for n, ranks in self.ranks.items() for p in ranks)
        ]
