"""What keeps a resident index true to rows that others changed: differences, and small markets.

Reading rows is cheap beside ranking them, so whoever keeps an index reads them all, and edits it
where it differs.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .incremental import Changed, Index
from .types import Market, Need, Stated, Supply


@dataclass(frozen=True)
class Difference:
    """What turns one market into another: rows to put, keys to drop."""

    put_needs: tuple[Need, ...]
    put_supplies: tuple[Supply, ...]
    dropped_needs: tuple[str, ...]
    dropped_supplies: tuple[str, ...]
    apart: bool
    """Whether refusals or declared relations differ."""

    def __len__(self) -> int:
        """How many rows differ."""
        dropped = len(self.dropped_needs) + len(self.dropped_supplies)
        return len(self.put_needs) + len(self.put_supplies) + dropped


def difference(before: Market, after: Market) -> Difference:
    """What of ``after`` is not as it is in ``before``; affinities are not looked at."""
    put_needs, dropped_needs = _rows(before.needs, after.needs)
    put_supplies, dropped_supplies = _rows(before.supplies, after.supplies)
    return Difference(
        put_needs,
        put_supplies,
        dropped_needs,
        dropped_supplies,
        before.refused != after.refused or before.conflicts != after.conflicts,
    )


def _rows(before, after):
    had = {row.key: row for row in before}
    put = tuple(row for row in after if had.get(row.key) != row)
    return put, tuple(sorted(had.keys() - {row.key for row in after}))


def follow(index: Index, market: Market, steps: Difference) -> Stated:
    """Edit an index into ``market``. Answers whose lists may not be what they were.

    Rows that went are named too.
    """
    edits: list[Changed] = []
    if steps.apart:
        edits.append(index.keep_apart(refused=market.refused, conflicts=market.conflicts))
    edits += [index.drop_need(key) for key in steps.dropped_needs]
    edits += [index.drop_supply(key) for key in steps.dropped_supplies]
    edits += [index.put_supply(supply) for supply in steps.put_supplies]
    edits += [index.put_need(need) for need in steps.put_needs]
    return Stated(
        tuple(sorted({key for changed in edits for key in changed.needs})),
        tuple(sorted({key for changed in edits for key in changed.supplies})),
    )


def part_of(
    market: Market, *, needs: Iterable[str] | None = None, supplies: Iterable[str] | None = None
) -> Market:
    """Some rows of a market, by their keys, and of the rest only what concerns them.

    None means all. A list is the same in every part that has its owner and those on it.
    """
    some = market.needs if needs is None else tuple(map(market.need, set(needs)))
    others = market.supplies if supplies is None else tuple(map(market.supply, set(supplies)))
    asked = {row.skill for need in some for row in need.requirements}
    held = {row.skill for supply in others for row in supply.held}
    keys, other_keys = _keys(some), _keys(others)
    return Market(
        needs=some,
        supplies=others,
        affinity={
            (skill, other): market.affinity[skill, other]
            for skill in asked
            for other in ({near for near, _ in market.affine.get(skill, ())} | {skill}) & held
            if (skill, other) in market.affinity
        },
        refused=frozenset(
            pair for pair in market.refused if pair[0] in keys and pair[1] in other_keys
        ),
        conflicts=frozenset(pair for pair in market.conflicts if pair[1] in other_keys),
    )


def _keys(rows: Collection[Need] | Collection[Supply]) -> set[str]:
    return {row.key for row in rows}
