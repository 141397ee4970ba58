"""The gates of one need, asked of a whole chunk; one pair at a time is :mod:`gates`."""

import numpy as np

from .encode import Chunk
from .gates import needed_level
from .plan import Plan
from .types import Market, Need

NOBODY = np.zeros(0, dtype=np.int64)


class Doors:
    """Which columns of a chunk the needs of a plan are open to."""

    def __init__(self, plan: Plan, chunk: Chunk, market: Market) -> None:
        self.plan = plan
        self.chunk = chunk
        self._refused: dict[str, list[int]] = {}
        self._conflicts: dict[str, list[int]] = {}
        if market.refused or market.conflicts:
            columns = {supply.key: column for column, supply in enumerate(chunk.supplies)}
            for found, pairs in (
                (self._refused, market.refused),
                (self._conflicts, market.conflicts),
            ):
                for key, supply in pairs:
                    if supply in columns:
                        found.setdefault(key, []).append(columns[supply])

    def shut(self, need: Need) -> np.ndarray:
        """Columns this need may not be shown: its own members, declared relations, refusals."""
        found = (
            self.chunk.member_of[need.organisation],
            self._conflicts.get(need.organisation, ()),
            self._refused.get(need.key, ()),
        )
        some = [np.asarray(columns, dtype=np.int64) for columns in found if len(columns)]
        return np.concatenate(some) if some else NOBODY

    def open(self, n: int, out: np.ndarray) -> np.ndarray:
        """Write 1 to ``out`` (uint8) for who passes every gate but the essential skills."""
        plan, chunk = self.plan, self.chunk
        out[:] = chunk.bytes[chunk.row("free")]
        for number in plan.masks[n]:
            out &= chunk.bytes[chunk.row(*plan.mask_keys[number])]
        starts, ends, required = int(plan.starts[n]), int(plan.ends[n]), int(plan.required[n])
        latest, earliest = chunk.dated
        if latest > starts or earliest < ends or required > ends - starts + 1:
            both = np.minimum(chunk.last, ends) - np.maximum(chunk.first, starts)
            out &= both >= required - 1
        if plan.hours[n] > chunk.least_hours:
            out &= chunk.hours >= plan.hours[n]
        shut = self.shut(plan.needs[n])
        if len(shut):
            out[shut] = 0
        return out

    def shutting(self, n: int) -> np.ndarray:
        """How many gates keep each column from this need, essential skills and capacity among them."""
        plan, chunk, need = self.plan, self.chunk, self.plan.needs[n]
        count = 1 - chunk.bytes[chunk.row("free")] + np.uint8(not plan.open[n])
        for number in plan.masks[n]:
            count += 1 - chunk.bytes[chunk.row(*plan.mask_keys[number])]
        both = np.minimum(chunk.last, plan.ends[n]) - np.maximum(chunk.first, plan.starts[n])
        count += both < plan.required[n] - 1
        count += chunk.hours < plan.hours[n]
        for columns in (
            chunk.member_of[need.organisation],
            self._conflicts.get(need.organisation, ()),
            self._refused.get(need.key, ()),
        ):
            if len(columns):
                count[np.asarray(columns, dtype=np.int64)] += 1
        for row in need.requirements:
            if row.essential:
                needed = needed_level(row.level, plan.weights)
                count += 1 - chunk.bytes[chunk.row("gate", row.skill, row.level, needed)]
        return count

    def skilled(self, n: int, out: np.ndarray) -> np.ndarray:
        """Close ``out`` to who holds an essential skill too low."""
        for row in self.plan.needs[n].requirements:
            if row.essential:
                needed = needed_level(row.level, self.plan.weights)
                out &= self.chunk.bytes[self.chunk.row("gate", row.skill, row.level, needed)]
        return out
