"""Applicant-proposing deferred acceptance over slots and nodes.

With strict lists this is the algorithm of Gale and Shapley (1962), for quotas over several
placements that of Abraham, Irving and Manlove (2007, SPA-S): the answer is the best stable one for
every applicant. Quotas form a laminar family; who is refused is decided at the innermost full node.

With ties and ``promote`` it is Király's linear-time 3/2-approximation (2013), for SPA-ST as in
Cooper and Manlove (2018) and under laminar constraints as in Yokoi (2021): someone refused by
their whole list asks once more, and hosts now prefer them among equals; a placement with free
seats is tried first within a tie; and whoever could as well have such a seat makes room.
"""

from collections.abc import Iterable
from heapq import heappush, heapreplace

from .clock import Clock
from .coding import Coded
from .seats import FREE, NEVER, Seats

LOOK = 4096
"""Proposals between two looks at the clock."""

MOST_RETRIES = 20
"""A team that was pushed out this often stays out, so that every run ends."""


class Holding(Seats):
    """Units propose and slots refuse, until everyone holds a seat or was refused by all."""

    def __init__(
        self, coded: Coded, *, promote: bool, clock: Clock, out: Iterable[int] = ()
    ) -> None:
        super().__init__(coded, promote=promote, out=out)
        self.clock = clock
        self.promote = promote
        self.next = coded.first[:-1]
        """Per unit: the edge to try next."""
        self.freed: set[int] = set()
        """Nodes in which seats fell free that someone may have been refused before."""
        self.pushed: dict[int, int] = {}
        """How often each team was pushed out."""
        self.simple = max(coded.sizes, default=1) == 1

    def run(self, queue: list[int]) -> None:
        """Let the queued units propose until each holds a seat or has been refused by all.

        Stops early when seats fall free (``freed``) that others were refused before.
        """
        c = self.coded
        slots, keys, ends, above, first = c.edge_slot, c.edge_key, c.group_end, c.above, c.first
        limit, left, bits = self.limit, self.left, self.bits
        following = self.next
        simple = self.simple
        looked = 0
        while queue and not self.freed:
            unit = queue.pop()
            looked += 1
            if not looked % LOOK:
                self.clock.look("deferred acceptance", looked, len(c.units))
            edge, stop, bit = following[unit], first[unit + 1], bits[unit]
            while True:
                if edge >= stop:
                    if bit and edge > first[unit]:
                        bit = bits[unit] = 0
                        edge = first[unit]
                        continue
                    break
                after = ends[edge]
                if after > edge + 1:
                    if self._ask_tie(unit, edge, after, queue):
                        break
                    edge = after
                    continue
                slot = slots[edge]
                key = keys[edge] | bit
                if key >= limit[slot]:
                    edge = after
                    continue
                if left[slot]:
                    # Below a full quota it is the quota's worst that one has to beat.
                    for node in above[slot]:
                        if not left[node]:
                            if key >= limit[node]:
                                slot = -1
                            break
                    if slot < 0:
                        edge = after
                        continue
                elif simple and limit[slot] < NEVER:
                    self._replace(unit, edge, key, slot, queue)
                    edge = after
                    break
                taken = self._offer(unit, edge, key, queue)
                edge = after
                if taken:
                    break
            following[unit] = edge

    def restart(self, unit: int) -> None:
        """Let a unit ask from the head of its list again."""
        self.next[unit] = self.coded.first[unit]

    # Ties on an applicant's own list.

    def _ask_tie(self, unit: int, start: int, end: int, queue: list[int]) -> bool:
        """Ask the slots of a tie: those with a free seat first. False when all of them refuse.

        Who refused once is full of better ones and refuses again, so nothing need be remembered.
        """
        c, limit = self.coded, self.limit
        slots, keys, bit = c.edge_slot, c.edge_key, self.bits[unit]
        edge = self._free_edge(unit, FREE, start, end)
        if edge >= 0 and self._offer(unit, edge, keys[edge] | bit, queue):
            if self.promote and c.sizes[unit] == 1:
                self._note_choice(unit, edge, start, end)
            return True
        for edge in range(start, end):
            key = keys[edge] | bit
            if key < limit[slots[edge]] and self._offer(unit, edge, key, queue):
                return True
        return False

    def _free_edge(self, unit: int, but: int, start: int, end: int) -> int:
        """The first edge of a tie, ``but`` this one, whose slot has room; -1 without any."""
        left, slots, nodes = self.left, self.coded.edge_slot, self.nodes
        size = self.coded.sizes[unit]
        for edge in range(start, end):
            slot = slots[edge]
            if left[slot] < size or edge == but or slot in self.closed:
                continue
            for node in nodes[slot]:
                if left[node] < size:
                    break
            else:
                return edge
        return FREE

    def _note_choice(self, unit: int, edge: int, start: int, end: int) -> None:
        """Remember a unit that has another free seat within its tie."""
        if self._free_edge(unit, edge, start, end) >= 0:
            for node in self.nodes[self.coded.edge_slot[edge]]:
                self.flexible[node].append(unit)
                self.limit[node] = NEVER

    def _mover(self, node: int, queue: list[int]) -> bool:
        """Send on someone at a full node who can have a free seat in their tie just as well."""
        c = self.coded
        waiting = self.flexible[node]
        while waiting:
            unit = waiting.pop()
            edge, start = self.edge[unit], self.next[unit]
            if edge < 0 or node not in self.nodes[c.edge_slot[edge]]:
                continue
            end = c.group_end[edge]
            if start <= edge and self._free_edge(unit, edge, start, end) >= 0:
                self.drop(unit)
                queue.append(unit)
                return True
        self.tighten(node)
        return False

    # Seats.

    def _offer(self, unit: int, edge: int, key: int, queue: list[int]) -> bool:
        """Ask for a seat; whoever is pushed out joins the queue. False when refused."""
        c = self.coded
        slot = c.edge_slot[edge]
        if c.sizes[unit] > 1:
            return self._offer_team(unit, edge, key, queue)
        for node in self.nodes[slot]:
            if self.left[node] or (self.flexible[node] and self._mover(node, queue)):
                continue
            if key >= self.limit[node]:
                return False
            self._replace(unit, edge, key, node, queue)
            return True
        self.admit(unit, edge, key)
        return True

    def _replace(self, unit: int, edge: int, key: int, node: int, queue: list[int]) -> None:
        """Seat a single unit in place of the worst at its innermost full node."""
        c = self.coded
        worst = self.limit[node]
        other = c.by_lottery[worst & self.mask]
        old = self.edge[other]
        if c.sizes[other] > 1:
            self._push_out(other, queue)
            self.admit(unit, edge, key)
            return
        queue.append(other)
        self.edge[other] = FREE
        self.edge[unit], self.key[unit] = edge, key
        left, limit, heaped, queues = self.left, self.limit, self.heaped, self.queues
        slot, there = c.edge_slot[edge], c.edge_slot[old]
        if slot != there or node != slot:
            inside = self.nodes[there]
            for inner in inside[: inside.index(node)]:
                left[inner] += 1
                limit[inner] = NEVER
        within = True
        for here in self.nodes[slot]:
            if here == node:
                # The worst of a full node is at the head of its heap.
                within = False
                heapreplace(queues[here], -key)
                self.tighten(here)
                continue
            if heaped[here]:
                heappush(queues[here], -key)
            elif here == slot:
                queues[here].append(-key)
            if within:
                left[here] -= 1
                if not left[here]:
                    self.fill_up(here)
            elif limit[here] == worst:
                self.tighten(here)

    def _offer_team(self, unit: int, edge: int, key: int, queue: list[int]) -> bool:
        """The same for a team: as many of those less wanted as needed make room, or nobody."""
        c = self.coded
        slot = c.edge_slot[edge]
        going: dict[int, None] = {}
        for node in self.nodes[slot]:
            short = c.sizes[unit] - self.left[node]
            self.make_heap(node)
            inside = {slot} if node == slot else set(c.below[node])
            short -= sum(c.sizes[u] for u in going if self.slot(u) in inside)
            for entry in sorted(set(self.queues[node])):
                if short <= 0 or -entry <= key:
                    break
                other = c.by_lottery[-entry & self.mask]
                if self.stands(other, -entry, node) and other not in going:
                    going[other] = None
                    short -= c.sizes[other]
            if short > 0:
                return False
        for other in going:
            self._push_out(other, queue)
        self.admit(unit, edge, key)
        return True

    def _push_out(self, unit: int, queue: list[int]) -> None:
        c = self.coded
        edge = self.edge[unit]
        nodes = self.nodes[c.edge_slot[edge]]
        self.drop(unit)
        if c.sizes[unit] > 1:
            self.freed.update(nodes)
            self.pushed[unit] = self.pushed.get(unit, 0) + 1
            if self.pushed[unit] > MOST_RETRIES:
                return
        queue.append(unit)
