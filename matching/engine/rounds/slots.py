"""Slots, and the supervisors and organisations over them whose quota can bind."""

import numpy as np

from .types import Round


class Slots:
    """Slots and the nodes above them."""

    def __init__(self, round_: Round) -> None:
        self.round = round_
        self.place: list[int] = []
        self.group: list[str | None] = []
        self.by_place: list[tuple[int, ...]] = []
        self.limits: list[int] = []
        self.names: list[tuple[str, str]] = []
        self.reserving = any(row.reserved for row in round_.placements)
        for number, row in enumerate(round_.placements):
            parts: list[tuple[str | None, int]] = [(r.group, r.seats) for r in row.reserved]
            kept = sum([seats for _, seats in parts]) if parts else 0
            parts.append((None, row.seats - kept))
            self.by_place.append(tuple(range(len(self.place), len(self.place) + len(parts))))
            for group, seats in parts:
                self.place.append(number)
                self.group.append(group)
                self.limits.append(seats)
                self.names.append(("placement", row.key))
        self.below: dict[int, list[int]] = {}
        self.above: list[tuple[int, ...]] = [()] * len(self.place)
        moving = any(row.reverts_to for row in round_.placements)
        for table, hosts in (
            ("supervisor", round_.supervisors),
            ("organisation", round_.organisations),
        ):
            quotas = {host.key: host.quota for host in hosts if host.quota is not None}
            slots: dict[str, list[int]] = {key: [] for key in quotas}
            if quotas:
                for slot, number in enumerate(self.place):
                    key = getattr(round_.placements[number], table)
                    if key in slots:
                        slots[key].append(slot)
            for key, mine in slots.items():
                quota = quotas[key]
                if mine and (moving or quota < sum(self.limits[slot] for slot in mine)):
                    node = len(self.limits)
                    self.limits.append(quota)
                    self.names.append((table, key))
                    self.below[node] = mine
                    for slot in mine:
                        self.above[slot] += (node,)

    def spread(self, edges, members, people):
        """Edges to slots. Members of a group try its reserved seats first, others last.

        A member holds the better tier 0 there, so that nobody else can push them out. Seats for
        nobody in particular are asked for where there are none yet, but some may still revert there.
        """
        rows = []
        receivers = {row.reverts_to for row in self.round.placements if row.reverts_to}
        fills = [self.round.placements[place].key in receivers for place in self.place]
        groups = [row.groups for row in self.round.applicants]
        for u, p, r, t, g in zip(*(column.tolist() for column in edges), strict=True):
            who = (u,) if u < people else members[u - people]
            mine, others = [], []
            for slot in self.by_place[p]:
                group = self.group[slot]
                if group is not None and all(group in groups[one] for one in who):
                    mine.append((u, slot, r, 0, g))
                elif self.limits[slot] or (group is None and fills[slot]):
                    (others if group is not None else mine).append((u, slot, r, t, g))
            rows += mine + others
        spread = np.array(rows, dtype=np.int64).reshape(-1, 5)
        return tuple(spread.T)
