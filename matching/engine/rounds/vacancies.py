"""Seats that fall free after people were refused: vacancy chains, closings, broken teams.

A freed seat goes to the one the host wants most among those who want it more than what they have;
their old seat is then free, and so on (Blum, Roth and Rothblum 1997). Every step helps one and
hurts nobody, so it ends.
"""

from collections.abc import Iterable
from heapq import heappop, heappush

import numpy as np

from .acceptance import Holding
from .coding import Coded
from .seats import FREE


class Wishes:
    """Per slot, the edges that ask for it, those the host wants most first. Made when needed."""

    def __init__(self, coded: Coded) -> None:
        self.coded = coded
        self._edges: list[int] = []
        self._first: list[int] = []

    def of(self, slot: int) -> list[int]:
        """The edges into a slot, in the host's order."""
        c = self.coded
        if not self._first:
            order = np.lexsort((c.edges.key, c.edges.slot))
            self._edges = order.tolist()
            bounds = np.searchsorted(c.edges.slot[order], np.arange(len(c.slot_place) + 1))
            self._first = bounds.tolist()
        return self._edges[self._first[slot] : self._first[slot + 1]]

    def unit(self, edge: int) -> int:
        """Who the edge belongs to."""
        c = self.coded
        return c.by_lottery[c.edge_key[edge] & ((1 << (c.shift - 1)) - 1)]


def settle_down(holding: Holding, wishes: Wishes, queue: list[int]) -> None:
    """Proposals and vacancy chains in turn, until nothing moves.

    Freed seats are first offered to those who were refused before. Only then do the queued units
    go on, from the head of their lists: newcomers to a settled market leave it settled.
    """
    while queue or holding.freed:
        if holding.freed:
            freed, holding.freed = holding.freed, set()
            fill(holding, wishes, freed, without=set(queue))
            for unit in queue:
                holding.restart(unit)
        holding.run(queue)


def fill(holding: Holding, wishes: Wishes, nodes: Iterable[int], *, without: set[int]) -> None:
    """Offer the free seats of these nodes to those who want them more than what they have."""
    c = holding.coded
    waiting: list[tuple[int, int, int]] = []
    looked = 0

    def ask(slots: Iterable[int]) -> None:
        for slot in slots:
            edge = _first_taker(holding, wishes, slot, without)
            if edge >= 0:
                heappush(waiting, (_key(holding, wishes, edge), edge, slot))

    ask(sorted({slot for node in nodes for slot in c.below.get(node, (node,))}))
    while waiting:
        # Under one quota the seat goes to whoever is wanted most at any of its placements.
        _, edge, slot = heappop(waiting)
        looked += 1
        holding.clock.look("vacancies", looked, looked + len(waiting))
        if edge == _first_taker(holding, wishes, slot, without):
            ask(_move(holding, wishes.unit(edge), edge))
        ask((slot,))


def _key(holding: Holding, wishes: Wishes, edge: int) -> int:
    return holding.coded.edge_key[edge] | holding.bits[wishes.unit(edge)]


def _move(holding: Holding, unit: int, edge: int) -> list[int]:
    """Give a unit the free seat that it wants more; returns the slots where seats fell free."""
    c = holding.coded
    reopened: list[int] = []
    held = holding.edge[unit]
    if held >= 0:
        old = c.edge_slot[held]
        reopened.append(old)
        # A seat under a quota that was used up reopens all that is under it.
        full = [node for node in c.above[old] if not holding.left[node]]
        reopened += [slot for node in full for slot in c.below[node]]
        holding.drop(unit)
    holding.admit(unit, edge, c.edge_key[edge] | holding.bits[unit])
    start = edge
    while start > c.first[unit] and c.group_end[start - 1] == c.group_end[edge]:
        start -= 1
    holding.next[unit] = start if c.group_end[edge] > start + 1 else edge + 1
    return reopened


def _first_taker(holding: Holding, wishes: Wishes, slot: int, without: set[int]) -> int:
    """Of the edges into a slot with room, the one its host wants most, or FREE."""
    c = holding.coded
    if slot in holding.closed or holding.left[slot] <= 0:
        return FREE
    nodes = (slot, *c.above[slot])
    best, best_key = FREE, 0
    for edge in wishes.of(slot):
        unit = wishes.unit(edge)
        if unit in holding.out or unit in without:
            continue
        if best >= 0 and c.tier(edge) > c.tier(best):
            break
        held = holding.edge[unit]
        if held == edge or not _better(c, edge, held):
            continue
        own: tuple[int, ...] = ()
        if held >= 0 and c.tier(held) >= c.tier(edge):
            own = (c.edge_slot[held], *c.above[c.edge_slot[held]])
        size = c.sizes[unit]
        key = _key(holding, wishes, edge)
        if (best < 0 or key < best_key) and all(
            holding.left[node] + size * (node in own) >= size for node in nodes
        ):
            best, best_key = edge, key
    return best


def _better(c: Coded, edge: int, held: int) -> bool:
    """Whether the unit wants ``edge`` more than what it holds: the parts of one slot count."""
    if held < 0 or c.edge_rank[edge] < c.edge_rank[held]:
        return True
    same = c.slot_place[c.edge_slot[edge]] == c.slot_place[c.edge_slot[held]]
    return same and edge < held


class Watch:
    """Placements that need more than one person to run, and have no allocation to keep them."""

    def __init__(self, holding: Holding) -> None:
        c = self.coded = holding.coded
        kept = {c.slot_place[slot] for slot in holding.fixed.values()}
        self._watched = [
            # Most are short when their only slot has this many seats left; the rest are counted.
            (slots[0], c.limits[slots[0]] - row.least if len(slots) == 1 else -1, number)
            for number, (row, slots) in enumerate(
                zip(c.round.placements, c.place_slots, strict=True)
            )
            if row.least > 1 and number not in kept
        ]

    def short(self, holding: Holding) -> list[tuple[int, int]]:
        """What to close next for having fewer people than its least, with how many it has.

        First those with the fewest people, among them the one with the largest least, then the
        lottery: one at a time, since its people may help another. All empty ones go at once, which
        moves nobody.
        """
        c, left = self.coded, holding.left
        suspects = [number for slot, enough, number in self._watched if left[slot] > enough]
        short = []
        for number in suspects:
            people = sum(c.limits[slot] - left[slot] for slot in c.place_slots[number])
            least = c.round.placements[number].least
            if people < least:
                short.append((people, -least, c.lots[number], number))
        short.sort()
        batch = [row for row in short if row[0] == 0] or short[:1]
        gone = {row[3] for row in batch}
        if gone:
            self._watched = [row for row in self._watched if row[2] not in gone]
        return [(number, people) for people, _, _, number in batch]


def close(holding: Holding, number: int) -> list[int]:
    """Shut a placement and return its units, who have to go on down their lists."""
    return [unit for slot in holding.coded.place_slots[number] for unit in _close(holding, slot)]


def break_up(holding: Holding, teams: dict[int, tuple[int, ...]]) -> list[int]:
    """Let the members of unplaced linked teams (unit -> members) go on alone; returns them."""
    alone: list[int] = []
    for unit in [unit for unit in teams if holding.edge[unit] < 0]:
        members = teams.pop(unit)
        holding.out.add(unit)
        holding.out.difference_update(members)
        alone += members
    return alone


def _close(holding: Holding, slot: int) -> list[int]:
    """Shut a slot and return its units, who have to go on."""
    c = holding.coded
    holding.closed.add(slot)
    holding.limit[slot] = -1
    going = sorted(
        {
            unit
            for entry in holding.queues[slot]
            if holding.stands(unit := c.by_lottery[-entry & holding.mask], -entry, slot)
        }
    )
    for unit in going:
        holding.freed.update(node for node in c.above[slot] if not holding.left[node])
        holding.drop(unit)
    return going
