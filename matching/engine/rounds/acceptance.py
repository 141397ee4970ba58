"""Applicant-proposing deferred acceptance over slots and nodes.

With strict lists this is the algorithm of Gale and Shapley (1962), for quotas over several
placements that of Abraham, Irving and Manlove (2007, SPA-S): the answer is the best stable one for
every applicant. Quotas form a laminar family; who is refused is decided at the innermost full node.

With ties and ``promote`` it is Király's linear-time 3/2-approximation (2013), for SPA-ST as in
Cooper and Manlove (2018) and under laminar constraints as in Yokoi (2021): someone refused by
their whole list asks once more, and hosts now prefer them among equals; a placement with free
seats is tried first within a tie; and whoever could as well have such a seat makes room.
"""

import time
from collections.abc import Callable, Iterable
from heapq import heapify, heappop

from .coding import Coded

FREE = -1
NEVER = 1 << 62
"""A limit that nobody's key exceeds: there is room, or one must look closer."""

Progress = Callable[[str, int, int], None]
"""Called now and then with the stage, what is done and what there is to do."""

LOOK = 4096
"""Proposals between two looks at the clock."""

MOST_RETRIES = 20
"""A team that was pushed out this often stays out, so that every run ends."""


class OutOfTime(Exception):
    """The time limit of a run was reached."""


class Clock:
    """A time limit in seconds, and the progress callback."""

    def __init__(self, time_limit: float | None = None, progress: Progress | None = None) -> None:
        if time_limit is not None and not time_limit > 0:
            raise ValueError(f"time_limit must be more than 0 seconds, not {time_limit!r}.")
        self.ends = None if time_limit is None else time.monotonic() + time_limit
        self.progress = progress

    def look(self, stage: str, done: int, whole: int) -> None:
        """Report progress. Raises OutOfTime."""
        if self.progress is not None:
            self.progress(stage, done, whole)
        if self.ends is not None and time.monotonic() >= self.ends:
            raise OutOfTime(stage)

    def left(self) -> float | None:
        """Seconds left, at least a little; None without a limit."""
        return None if self.ends is None else max(0.01, self.ends - time.monotonic())


class Holding:
    """Who holds what, while units propose and slots refuse.

    ``edge[u]`` is the edge that unit u holds, or FREE. ``limit[x]`` is the key from which node x
    refuses for certain.
    """

    def __init__(
        self, coded: Coded, *, promote: bool, clock: Clock, out: Iterable[int] = ()
    ) -> None:
        c = self.coded = coded
        self.clock = clock
        self.promote = promote
        self.edge = [FREE] * len(c.units)
        self.next = c.first[:-1]
        """Per unit: the edge to try next."""
        self.left = list(c.limits)
        self.limit = [NEVER if room else -1 for room in c.limits]
        self.queues: list[list[int]] = [[] for _ in c.limits]
        """Per node: minus the keys held; a heap while the node is full. May hold stale entries."""
        self.key = [0] * len(c.units)
        self.bit = 1 << (c.shift - 1) if promote else 0
        self.bits = [self.bit] * len(c.units)
        self.mask = (1 << (c.shift - 1)) - 1
        self.flexible: list[list[int]] = [[] for _ in c.limits]
        """Per node: units that could have had a free seat within their tie just as well."""
        self.refused: set[int] = set()
        """Edges within ties that were refused, so that the rest of a tie can be tried."""
        self.closed: set[int] = set()
        self.out = set(out)
        """Units that take no part: fixed before the run, or members of a team."""
        self.fixed: dict[int, int] = {}
        self.freed: set[int] = set()
        """Nodes in which seats fell free that someone may have been refused before."""
        self.pushed: dict[int, int] = {}
        """How often each team was pushed out."""
        self.proposals = 0

    def slot(self, unit: int) -> int:
        """The slot that a unit holds, or FREE."""
        edge = self.edge[unit]
        return self.fixed.get(unit, FREE) if edge < 0 else self.coded.edge_slot[edge]

    def fix(self, unit: int, slot: int) -> None:
        """Take a seat for someone who has it whatever happens. They never propose."""
        self.fixed[unit] = slot
        self.out.add(unit)
        for node in (slot, *self.coded.above[slot]):
            self.left[node] -= 1
            if not self.left[node]:
                self._fill(node)

    def run(self, queue: list[int]) -> None:
        """Let the queued units propose until each holds a seat or has been refused by all.

        Stops early when seats fall free (``freed``) that others were refused before.
        """
        c = self.coded
        slots, keys, ends, above, first = c.edge_slot, c.edge_key, c.group_end, c.above, c.first
        limit, left, queues, bits, next_edge = (
            self.limit,
            self.left,
            self.queues,
            self.bits,
            self.next,
        )
        simple = max(c.sizes, default=1) == 1
        looked = 0
        while queue and not self.freed:
            unit = queue.pop()
            looked += 1
            if not looked % LOOK:
                self.clock.look("deferred acceptance", looked, len(c.units))
            edge, stop, bit = next_edge[unit], first[unit + 1], bits[unit]
            while True:
                if edge >= stop:
                    if not bit or edge == first[unit]:
                        next_edge[unit] = edge
                        break
                    bit = bits[unit] = 0
                    edge = first[unit]
                    self.refused.difference_update(range(edge, stop))
                    continue
                slot = slots[edge]
                if ends[edge] == edge + 1:
                    key = keys[edge] | bit
                    if key >= limit[slot]:
                        edge += 1
                        continue
                    if simple and left[slot] > 1 and not above[slot]:
                        left[slot] -= 1
                        queues[slot].append(-key)
                        self.edge[unit], self.key[unit] = edge, key
                        next_edge[unit] = edge + 1
                        break
                    after = edge + 1
                    taken = self._offer(unit, edge, key, queue)
                else:
                    after, chosen = self._choose(unit, edge)
                    if chosen < 0:
                        edge = after
                        continue
                    taken = self._offer(unit, chosen, keys[chosen] | bit, queue)
                    if taken:
                        self._note_choice(unit, chosen, edge, after)
                    else:
                        self.refused.add(chosen)
                        after = edge
                    if taken:
                        next_edge[unit] = edge
                        break
                    edge = after
                    continue
                edge = after
                if taken:
                    next_edge[unit] = edge
                    break
        self.proposals += looked

    def restart(self, unit: int) -> None:
        """Let a unit ask from the head of its list again."""
        first, stop = self.coded.first[unit : unit + 2]
        self.next[unit] = first
        if self.refused:
            self.refused.difference_update(range(first, stop))

    # Ties on an applicant's own list.

    def _choose(self, unit: int, edge: int) -> tuple[int, int]:
        """The end of the tie at ``edge``, and which of it to ask: a free seat first, or none."""
        c = self.coded
        end = c.group_end[edge]
        start = edge
        open_edges = [e for e in range(start, end) if e not in self.refused]
        for e in open_edges:
            if self._room(c.edge_slot[e], c.sizes[unit]):
                return end, e
        return end, open_edges[0] if open_edges else -1

    def _note_choice(self, unit: int, chosen: int, edge: int, end: int) -> None:
        """Remember a unit that has another free seat within its tie."""
        c = self.coded
        if not self.promote or c.sizes[unit] > 1:
            return
        slot = c.edge_slot[chosen]
        if self._alternative(unit, chosen, edge, end) >= 0:
            for node in (slot, *c.above[slot]):
                self.flexible[node].append(unit)
                self.limit[node] = NEVER

    def _alternative(self, unit: int, chosen: int, start: int, end: int) -> int:
        c = self.coded
        for e in range(start, end):
            if e != chosen and e not in self.refused and self._room(c.edge_slot[e], 1):
                return e
        return -1

    def _mover(self, node: int, queue: list[int]) -> bool:
        """Send on someone at a full node who can have a free seat in their tie just as well."""
        c = self.coded
        waiting = self.flexible[node]
        while waiting:
            unit = waiting.pop()
            edge = self.edge[unit]
            if edge < 0 or node not in (c.edge_slot[edge], *c.above[c.edge_slot[edge]]):
                continue
            end = c.group_end[edge]
            start = self.next[unit]
            if not start <= edge < end or self._alternative(unit, edge, start, end) < 0:
                continue
            self._drop(unit)
            queue.append(unit)
            return True
        self._tighten(node)
        return False

    # Seats.

    def _room(self, slot: int, size: int) -> bool:
        left = self.left
        return left[slot] >= size and all(left[x] >= size for x in self.coded.above[slot])

    def _offer(self, unit: int, edge: int, key: int, queue: list[int]) -> bool:
        """Ask for a seat; whoever is pushed out joins the queue. False when refused."""
        c = self.coded
        slot = c.edge_slot[edge]
        if slot in self.closed:
            return False
        size = c.sizes[unit]
        if size > 1:
            return self._offer_team(unit, edge, key, queue)
        for node in (slot, *c.above[slot]):
            if self.left[node] > 0:
                continue
            if self.flexible[node] and self._mover(node, queue):
                continue
            worst = self._worst(node)
            if key >= -worst:
                return False
            self._push_out(c.by_lottery[-worst & self.mask], queue)
            # Whoever left the innermost full node left every node over it.
            break
        self._admit(unit, edge, key)
        return True

    def _offer_team(self, unit: int, edge: int, key: int, queue: list[int]) -> bool:
        """The same for a team: as many of those less wanted as needed make room, or nobody."""
        c = self.coded
        slot = c.edge_slot[edge]
        going: dict[int, None] = {}
        for node in (slot, *c.above[slot]):
            short = c.sizes[unit] - self.left[node]
            inside = {slot} if node == slot else set(c.below[node])
            short -= sum(c.sizes[u] for u in going if self.slot(u) in inside)
            for entry in sorted(set(self.queues[node])):
                if short <= 0 or -entry <= key:
                    break
                other = c.by_lottery[-entry & self.mask]
                if self._valid(other, -entry, node) and other not in going:
                    going[other] = None
                    short -= c.sizes[other]
            if short > 0:
                return False
        for other in going:
            self._push_out(other, queue)
        self._admit(unit, edge, key)
        return True

    def _push_out(self, unit: int, queue: list[int]) -> None:
        c = self.coded
        edge = self.edge[unit]
        nodes = (c.edge_slot[edge], *c.above[c.edge_slot[edge]])
        self._drop(unit)
        if c.sizes[unit] > 1:
            self.freed.update(nodes)
            self.pushed[unit] = self.pushed.get(unit, 0) + 1
            if self.pushed[unit] > MOST_RETRIES:
                return
        if c.group_end[edge] > edge + 1:
            self.refused.add(edge)
        queue.append(unit)

    def _admit(self, unit: int, edge: int, key: int) -> None:
        c = self.coded
        self.edge[unit], self.key[unit] = edge, key
        slot, size = c.edge_slot[edge], c.sizes[unit]
        for node in (slot, *c.above[slot]):
            self.left[node] -= size
            self.queues[node].append(-key)
            if not self.left[node]:
                self._fill(node)

    def _drop(self, unit: int) -> None:
        """Take a unit's seat away; its entries in the queues become stale."""
        c = self.coded
        slot = c.edge_slot[self.edge[unit]]
        self.edge[unit] = FREE
        for node in (slot, *c.above[slot]):
            self.left[node] += c.sizes[unit]
            self.limit[node] = NEVER if slot not in self.closed or node != slot else -1

    def _valid(self, unit: int, key: int, node: int) -> bool:
        edge = self.edge[unit]
        if edge < 0 or self.key[unit] != key:
            return False
        slot = self.coded.edge_slot[edge]
        return slot == node or node in self.coded.above[slot]

    def _fill(self, node: int) -> None:
        heapify(self.queues[node])
        self._tighten(node)

    def _worst(self, node: int) -> int:
        """The first entry of a full node's queue that is not stale."""
        queue = self.queues[node]
        while queue:
            entry = queue[0]
            if self._valid(self.coded.by_lottery[-entry & self.mask], -entry, node):
                return entry
            heappop(queue)
        # Nobody here can be pushed out: every seat was fixed before the run.
        return 1

    def _tighten(self, node: int) -> None:
        if node not in self.closed and not self.flexible[node]:
            self.limit[node] = -self._worst(node)
