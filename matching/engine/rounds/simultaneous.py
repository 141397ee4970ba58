"""Deferred acceptance in waves: everyone who has nothing proposes at once, in numpy.

The order of proposals does not matter (McVitie and Wilson 1971), so most of a large round can be
settled by sorting. A laminar family of limits keeps the best of its set when each node, inner ones
first, keeps its best. What is left, and every tie on an applicant's list, goes on one by one.
"""

import numpy as np

from .acceptance import Holding
from .seats import FREE, NEVER

FEW = 128
"""With fewer proposers than this, one by one is faster."""

MOST_BITS = 62


def propose_together(holding: Holding, queue: list[int]) -> list[int]:
    """Settle what can be settled in waves, before anyone else has proposed.

    Returns the units that have to go on one by one, in the order of ``queue``. A round with teams,
    or whose keys are too large to be sorted with their slot, is returned as it is.
    """
    c = holding.coded
    if len(queue) < FEW or max(c.sizes) > 1 or not c.edge_slot:
        return queue
    bits = int(c.edges.key.max() | holding.bit).bit_length()
    if bits + len(c.limits).bit_length() > MOST_BITS:
        return queue
    waves = _Waves(holding, bits)
    waves.run(np.array(queue, dtype=np.int64))
    waves.hand_over()
    return [unit for unit in queue if waves.held[unit] == FREE]


class _Waves:
    def __init__(self, holding: Holding, bits: int) -> None:
        c = self.coded = holding.coded
        self.holding = holding
        self.slots, self.keys, self.bits = c.edges.slot, c.edges.key, bits
        self.first, self.ends = c.edges.first, c.edges.end
        self.ties = bool((self.ends > np.arange(1, len(self.slots) + 1)).any())
        self.next = self.first[:-1].copy()
        self.bit = np.full(len(c.units), holding.bit, dtype=np.int64)
        """Per unit, the bit that puts it after its equals until it has asked everyone once."""
        self.held = np.full(len(c.units), FREE, dtype=np.int64)
        """Per unit the edge it holds."""
        self.limits = np.array(holding.left, dtype=np.int64)
        self.cut = np.where(self.limits > 0, NEVER, -1)
        """Per slot the key from which it refuses for certain."""
        # Per level over the slots, the node of each slot or -1: a supervisor, an organisation.
        self.over = np.full((2, len(c.slot_place)), -1, dtype=np.int64)
        for node, inside in c.below.items():
            self.over[0 if c.node_names[node][0] == "supervisor" else 1, inside] = node
        self.nodes = [over[self.slots] for over in self.over if (over >= 0).any()]
        """Per level that has nodes, the node of each edge."""

    def run(self, active: np.ndarray) -> None:
        """Waves until only few still propose, or only those in whose tie a seat is free."""
        asked = np.zeros(len(self.limits), dtype=bool)
        while True:
            self.holding.clock.look("deferred acceptance", 0, len(active))
            active = self._ask_again(active)
            edge = self.next[active]
            waits = self._free_in_tie(edge) if self.ties else np.zeros(len(edge), dtype=bool)
            waiting, active, edge = active[waits], active[~waits], edge[~waits]
            if len(active) < FEW:
                return
            self.next[active] = edge + 1
            refused = (self.keys[edge] | self.bit[active]) >= self.cut[self.slots[edge]]
            lost = [waiting, active[refused]]
            edge = edge[~refused]
            self.held[active[~refused]] = edge
            asked[:] = False
            asked[self.slots[edge]] = True
            lost.append(self._keep_best(asked, self.slots))
            for node_of in self.nodes:
                nodes = node_of[edge]
                asked[:] = False
                asked[nodes[nodes >= 0]] = True
                lost.append(self._keep_best(asked, node_of))
            active = np.concatenate(lost)

    def _ask_again(self, active: np.ndarray) -> np.ndarray:
        """Those who have someone to ask. Whoever was refused by all asks once more, before equals."""
        done = self.next[active] >= self.first[active + 1]
        again = active[done & (self.bit[active] > 0)]
        self.bit[again] = 0
        self.next[again] = self.first[again]
        active = np.concatenate((active[~done], again))
        return active[self.next[active] < self.first[active + 1]]

    def _free_in_tie(self, edge: np.ndarray) -> np.ndarray:
        """Whether one has to choose: within the tie that begins here there is a free seat.

        Where all are full they stay full, and the order within the tie is as good as any other.
        """
        answer = np.zeros(len(edge), dtype=bool)
        last = self.ends[edge]
        tied = np.flatnonzero(last > edge + 1)
        if not len(tied):
            return answer
        taken = self.slots[self.held[self.held >= 0]]
        used = np.bincount(taken, minlength=len(self.limits))
        for over in self.over:
            nodes = over[taken]
            used += np.bincount(nodes[nodes >= 0], minlength=len(self.limits))
        room = used < self.limits
        free = room[: len(self.coded.slot_place)].copy()
        for over in self.over:
            free &= (over < 0) | room[over]
        step = 0
        while len(tied):
            answer[tied] |= free[self.slots[edge[tied] + step]]
            step += 1
            tied = tied[edge[tied] + step < last[tied]]
        return answer

    def _keep_best(self, asked: np.ndarray, node_of: np.ndarray) -> np.ndarray:
        """Let each node asked keep its best, and return the units that lost their seat."""
        sitting = np.flatnonzero(self.held >= 0)
        edge = self.held[sitting]
        node = node_of[edge]
        inside = (node >= 0) & asked[node]
        sitting, edge, node = sitting[inside], edge[inside], node[inside]
        key = self.keys[edge] | self.bit[sitting]
        order = np.argsort((node << self.bits) | key)
        sitting, key, node = sitting[order], key[order], node[order]
        start = np.searchsorted(node, node)
        lose = np.arange(len(node)) - start >= self.limits[node]
        if node_of is self.slots:
            full = np.arange(len(node)) - start == self.limits[node] - 1
            self.cut[node[full]] = key[full]
        out = sitting[lose]
        self.held[out] = FREE
        return out

    def hand_over(self) -> None:
        """Put what everyone holds into the holding, as if they had proposed one by one."""
        holding, c = self.holding, self.coded
        sitting = np.flatnonzero(self.held >= 0)
        edge = self.held[sitting]
        slot, key = self.slots[edge], self.keys[edge] | self.bit[sitting]
        holding.bits = self.bit.tolist()
        holding.edge = self.held.tolist()
        holding.next = self.next.tolist()
        taken = np.zeros(len(c.units), dtype=np.int64)
        taken[sitting] = key
        holding.key = taken.tolist()
        # In the order of falling keys each queue of a slot is a heap at once.
        order = np.argsort((slot << self.bits) | ((1 << self.bits) - 1 - key))
        slot, key = slot[order], -key[order]
        bounds = np.searchsorted(slot, np.arange(len(c.slot_place) + 1)).tolist()
        entries = key.tolist()
        for one in range(len(c.slot_place)):
            holding.queues[one] = entries[bounds[one] : bounds[one + 1]]
            holding.heaped[one] = True
        used = np.bincount(slot, minlength=len(self.limits))
        for over in self.over:
            nodes = over[slot]
            used += np.bincount(nodes[nodes >= 0], minlength=len(self.limits))
        left = self.limits - used
        holding.left = left.tolist()
        for node in np.flatnonzero((left == 0) & (self.limits > 0)).tolist():
            holding.fill_up(node)
