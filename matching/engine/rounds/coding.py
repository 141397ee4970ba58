"""A round as numbers: units that propose, slots that hold, nodes that limit.

A *unit* is an applicant or a team. A *slot* is a placement, or one part of a placement that
reserves seats (Dur, Kominers, Pathak and Sönmez 2018: reserves as slots with an order). A *node* is
a slot, or a supervisor or organisation whose quota can bind. An *edge* is a unit's choice of a slot.
"""

import hashlib
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from .refusals import refuse_lists
from .slots import Slots
from .tiers import Tiers, flatten
from .types import Round


class Edges(NamedTuple):
    """Edges in numpy: ``first`` per unit as in :class:`Coded`, the others per edge."""

    slot: np.ndarray
    key: np.ndarray
    end: np.ndarray
    first: np.ndarray


@dataclass(slots=True)
class Coded:
    """A round in lists of integers. Edges are in order of unit and preference."""

    round: Round
    units: list[str]
    sizes: list[int]
    members: list[tuple[int, ...]]
    lottery: list[int]
    """A unit's place in the lottery, 0 first; :attr:`by_lottery` turns it round."""
    by_lottery: list[int]
    lots: list[int]
    """The same for placements: the order in which ties on an applicant's list are tried."""
    slot_place: list[int]
    place_slots: list[tuple[int, ...]]
    above: list[tuple[int, ...]]
    """Per slot: the supervisor and organisation nodes over it that can bind, inner first."""
    below: dict[int, list[int]]
    """Per such node: its slots."""
    node_names: list[tuple[str, str]]
    limits: list[int]
    """Per node: seats or quota."""
    first: list[int]
    """Per unit: its first edge; one more entry closes the last."""
    edge_slot: list[int]
    edge_rank: list[int]
    edge_key: list[int]
    """Tier, room for the promotion bit, lottery: the smaller, the more the host wants the unit."""
    group_end: list[int]
    """Per edge: the first edge after its tie."""
    shift: int
    """A key shifted right by this is the tier; the bit below is the promotion's."""
    edges: Edges = field(repr=False)
    """The same once more for what is done to all of them at once."""
    tiers: Tiers = field(repr=False)
    wishes: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray] = field(repr=False)
    """Every choice as it was made: unit, placement, rank, tier (0 where the host said no)."""
    reserving: bool = False
    """Whether a placement has more than one slot."""
    strict: tuple[bool, bool] = (True, True)
    """Whether applicants', and hosts', lists are without ties."""

    def tier(self, edge: int) -> int:
        """The tier in which the edge's slot holds its unit."""
        return self.edge_key[edge] >> self.shift


def lottery(seed: str, keys: list[str]) -> list[int]:
    """Positions of the keys by SHA-256 of ``seed|key``, which anyone can recompute."""
    begun = f"{seed}|".encode()
    sha256 = hashlib.sha256
    digests = [sha256(begun + key).digest() for key in map(str.encode, keys)]
    order = sorted(range(len(keys)), key=digests.__getitem__)
    positions = [0] * len(keys)
    for position, row in enumerate(order):
        positions[row] = position
    return positions


def code(round_: Round, *, seed: str) -> Coded:
    """The round as numbers. Raises Refused when a list is malformed."""
    keys = [row.key for row in round_.applicants]
    people = {key: i for i, key in enumerate(keys)}
    places = {row.key: i for i, row in enumerate(round_.placements)}
    tiers = Tiers(round_, people)
    units = keys + [team.key for team in round_.teams]
    members = [tuple(people[key] for key in team.members) for team in round_.teams]
    lots = lottery(seed, [row.key for row in round_.placements])
    slots = Slots(round_)
    # A quota over placements with lists of their own compares people of the same tier.
    strict_hosts = tiers.strict and all(
        len({tiers.by_place[slots.place[slot]] for slot in inside}) == 1
        for inside in slots.below.values()
    )
    # Where no host has a tie, nothing is drawn.
    drawn = list(range(len(units))) if strict_hosts and not members else lottery(seed, units)
    by_lottery = [0] * len(units)
    for number, position in enumerate(drawn):
        by_lottery[position] = number

    place, rank, sizes = flatten((row.choices for row in round_.applicants), places, round_)
    unit = np.repeat(np.arange(len(keys)), sizes)
    seen = np.sort(unit * max(1, len(places)) + place)
    if len(seen) and (seen[1:] == seen[:-1]).any():
        refuse_lists(round_)
    tier = tiers.of(place, unit)
    strict_applicants = True
    if len(unit):
        tied = (unit[1:] == unit[:-1]) & (rank[1:] == rank[:-1])
        strict_applicants = not tied.any()
        if not strict_applicants:
            order = np.lexsort((np.array(lots)[place], rank, unit))
            place, tier = place[order], tier[order]
    team_edges = _team_edges(round_, members, (place, rank, unit), places, tiers, lots)
    if team_edges:
        extra = np.array(team_edges, dtype=np.int64)
        unit = np.concatenate((unit, extra[:, 0] + len(keys)))
        place, rank = np.concatenate((place, extra[:, 1])), np.concatenate((rank, extra[:, 2]))
        tier = np.concatenate((tier, extra[:, 3]))
    wishes = (unit, place, rank, tier)
    kept = tier > 0
    unit, place, rank, tier = unit[kept], place[kept], rank[kept], tier[kept]

    group = np.zeros(len(unit), dtype=np.int64)
    group[1:] = np.cumsum((unit[1:] != unit[:-1]) | (rank[1:] != rank[:-1]))
    tie = np.bincount(group, minlength=1) > 1
    if slots.reserving:
        spread = slots.spread((unit, place, rank, tier, group), members, len(keys))
        unit, slot, rank, tier, group = spread
    else:
        slot = place
    shift = max(1, len(units)).bit_length() + 1
    key = (tier << shift) | np.array(drawn, dtype=np.int64)[unit]
    # The slots of one placement are tried in their order, whatever room they have: no tie.
    last = np.append((group[1:] != group[:-1]) | ~tie[group[1:]], True)[: len(group)]
    ends = np.flatnonzero(last) + 1
    first = np.searchsorted(unit, np.arange(len(units) + 1))
    edges = Edges(slot, key, np.repeat(ends, np.diff(ends, prepend=0)), first)
    return Coded(
        round=round_,
        units=units,
        sizes=[1] * len(keys) + [len(rows) for rows in members],
        members=[(i,) for i in range(len(keys))] + members,
        lottery=drawn,
        by_lottery=by_lottery,
        lots=lots,
        slot_place=slots.place,
        place_slots=slots.by_place,
        above=slots.above,
        below=slots.below,
        node_names=slots.names,
        limits=slots.limits,
        first=first.tolist(),
        edge_slot=slot.tolist(),
        edge_rank=rank.tolist(),
        edge_key=key.tolist(),
        group_end=edges.end.tolist(),
        shift=shift,
        edges=edges,
        tiers=tiers,
        wishes=wishes,
        reserving=slots.reserving,
        strict=(strict_applicants, strict_hosts),
    )


def _team_edges(round_, members, edges, places, tiers, lots) -> list[tuple[int, int, int, int]]:
    """(team, placement, rank, tier) of what each team could have: the worst tier of its members."""
    if not round_.teams:
        return []
    place, rank, unit = edges
    answer = []
    for number, (team, people) in enumerate(zip(round_.teams, members, strict=True)):
        if team.choices is None:
            lists = []
            for one in people:
                low, high = np.searchsorted(unit, (one, one + 1))
                lists.append(
                    dict(zip(place[low:high].tolist(), rank[low:high].tolist(), strict=True))
                )
            shared = set(lists[0]).intersection(*lists[1:])
            worst = {p: max(ranks[p] for ranks in lists) for p in shared}
            level = sorted(set(worst.values()))
            ranks = {p: bisect_left(level, worst[p]) for p in shared}
        else:
            ranks = {places[key]: i for i, group in enumerate(team.choices) for key in group}
        for p in sorted(ranks, key=lambda p: (ranks[p], lots[p])):
            held = [tiers.one(p, one) for one in people]
            answer.append((number, p, ranks[p], 0 if 0 in held else max(held)))
    return answer
