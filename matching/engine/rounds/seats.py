"""Seats and who sits on them: what is left at each node, and whom it would push out first."""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from .coding import Coded

FREE = -1
NEVER = 1 << 62
"""A limit that nobody's key exceeds: there is room, or one must look closer."""


class Seats:
    """Who holds what.

    ``edge[u]`` is the edge that unit u holds, or FREE. ``limit[x]`` is the key from which node x
    refuses for certain.
    """

    def __init__(self, coded: Coded, *, promote: bool, out: Iterable[int]) -> None:
        c = self.coded = coded
        self.edge = [FREE] * len(c.units)
        self.key = [0] * len(c.units)
        """Per unit: the key with which it got its seat."""
        self.left = list(c.limits)
        self.limit = [NEVER if room else -1 for room in c.limits]
        self.queues: list[list[int]] = [[] for _ in c.limits]
        """Per node: minus the keys held, some of them stale; a heap once the node was full.

        A node over slots keeps none until then: it is made from those of its slots.
        """
        self.heaped = [False] * len(c.limits)
        self.nodes = [(slot, *above) for slot, above in enumerate(c.above)]
        """Per slot: itself and the nodes over it, inner first."""
        self.bit = 1 << (c.shift - 1) if promote else 0
        self.bits = [self.bit] * len(c.units)
        """Per unit: the bit that puts it after its equals until it has asked everyone once."""
        self.mask = (1 << (c.shift - 1)) - 1
        self.flexible: list[list[int]] = [[] for _ in c.limits]
        """Per node: units that could have had a free seat within their tie just as well."""
        self.closed: set[int] = set()
        self.out = set(out)
        """Units that take no part: fixed before the run, or members of a team."""
        self.fixed: dict[int, int] = {}

    def slot(self, unit: int) -> int:
        """The slot that a unit holds, or FREE."""
        edge = self.edge[unit]
        return self.fixed.get(unit, FREE) if edge < 0 else self.coded.edge_slot[edge]

    def fix(self, unit: int, slot: int) -> None:
        """Take a seat for someone who has it whatever happens. They never propose."""
        self.fixed[unit] = slot
        self.out.add(unit)
        for node in self.nodes[slot]:
            self.left[node] -= 1
            if not self.left[node]:
                self.fill_up(node)

    def admit(self, unit: int, edge: int, key: int) -> None:
        """Seat a unit where there is room."""
        c = self.coded
        self.edge[unit], self.key[unit] = edge, key
        slot, size = c.edge_slot[edge], c.sizes[unit]
        for node in self.nodes[slot]:
            self.left[node] -= size
            if self.heaped[node]:
                heappush(self.queues[node], -key)
            elif node == slot:
                self.queues[node].append(-key)
            if not self.left[node]:
                self.fill_up(node)

    def drop(self, unit: int) -> None:
        """Take a unit's seat away; its entries in the queues become stale."""
        c = self.coded
        slot = c.edge_slot[self.edge[unit]]
        self.edge[unit] = FREE
        for node in self.nodes[slot]:
            self.left[node] += c.sizes[unit]
            self.limit[node] = NEVER if slot not in self.closed or node != slot else -1

    def stands(self, unit: int, key: int, node: int) -> bool:
        """Whether an entry of a node's queue still stands for a unit that sits there."""
        edge = self.edge[unit]
        return (
            edge >= 0 and self.key[unit] == key and node in self.nodes[self.coded.edge_slot[edge]]
        )

    def fill_up(self, node: int) -> None:
        """Note that a node has no seat left."""
        self.make_heap(node)
        self.tighten(node)

    def make_heap(self, node: int) -> None:
        """Make a node's queue a heap, when it is none yet."""
        if not self.heaped[node]:
            for slot in self.coded.below.get(node, ()):
                self.queues[node] += self.queues[slot]
            heapify(self.queues[node])
            self.heaped[node] = True

    def tighten(self, node: int) -> None:
        """Note from which key a full node refuses for certain, and so whom it would push out."""
        if node in self.closed or self.flexible[node]:
            return
        queue, edges, keys = self.queues[node], self.edge, self.key
        slots, nodes, by_lottery = self.coded.edge_slot, self.nodes, self.coded.by_lottery
        while queue:
            key = -queue[0]
            unit = by_lottery[key & self.mask]
            if edges[unit] >= 0 and keys[unit] == key and node in nodes[slots[edges[unit]]]:
                self.limit[node] = key
                return
            heappop(queue)
        # Nobody here can be pushed out: every seat was fixed before the run.
        self.limit[node] = -1
