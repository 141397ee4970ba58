"""Lists of keys as arrays of numbers, and who is in which tier of which host."""

from collections.abc import Iterable
from itertools import chain, repeat
from typing import Any

import numpy as np

from .refusals import refuse_lists
from .types import Groups, Placement, Round

NEUTRAL = 1
"""The tier in which a neutral host holds everyone."""


class Tiers:
    """Who is in which tier of which host: 0 where the host would not take them."""

    def __init__(self, round_: Round, applicants: dict[str, int]) -> None:
        supervisors = {row.key: row for row in round_.supervisors}
        organisations = {row.key: row for row in round_.organisations}
        lists: dict[tuple[str, str], int] = {}
        groups: list[Groups] = []

        def list_of(table: str, row: Any) -> int | None:
            if row is None or row.tiers is None:
                return None
            if (table, row.key) not in lists:
                lists[table, row.key] = len(groups)
                groups.append(row.tiers)
            return lists[table, row.key]

        def first_said(row: Placement) -> int:
            for table, host in (
                ("placement", row),
                ("supervisor", supervisors.get(row.supervisor or "")),
                ("organisation", organisations[row.organisation]),
            ):
                found = list_of(table, host)
                if found is not None:
                    return found
            return -1

        self.people = len(applicants)
        self.by_place = np.array([first_said(row) for row in round_.placements], dtype=np.int64)
        flat, tier, sizes = flatten(groups, applicants, round_)
        self.strict = (
            bool(len(groups))
            and bool((self.by_place >= 0).all())
            and (len(flat) == sum(map(len, groups)))
        )
        codes = np.repeat(np.arange(len(groups), dtype=np.int64), sizes) * self.people + flat
        order = np.argsort(codes, kind="stable")
        self.codes, self.numbers = codes[order], tier[order] + 1
        if len(codes) and (self.codes[1:] == self.codes[:-1]).any():
            refuse_lists(round_)

    def of(self, places: np.ndarray, applicants: np.ndarray) -> np.ndarray:
        """The tier of each applicant at each placement, pair by pair."""
        host = self.by_place[places]
        if not len(self.codes):
            return np.where(host < 0, NEUTRAL, 0)
        asked = host * self.people + applicants
        # Looking up in order keeps close to the memory just read.
        order = np.argsort(asked)
        inside = asked[order]
        at = np.minimum(np.searchsorted(self.codes, inside), len(self.codes) - 1)
        found = np.empty(len(asked), dtype=np.int64)
        found[order] = np.where(self.codes[at] == inside, self.numbers[at], 0)
        return np.where(host < 0, NEUTRAL, found)

    def one(self, place: int, applicant: int) -> int:
        """The tier of one applicant at one placement."""
        return int(self.of(np.array([place]), np.array([applicant]))[0])


def flatten(
    lists: Iterable[Groups], index: dict[str, int], round_: Round
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The keys of all lists as numbers, the number of the group of each, the keys per list.

    Raises Refused, with rows named, when a list is malformed or names what is not there.
    """
    rows = list(lists)
    try:
        well_formed = set(map(type, chain(rows, chain.from_iterable(rows)))) <= {tuple}
        groups = list(chain.from_iterable(rows)) if well_formed else []
        lengths = np.fromiter(map(len, groups), dtype=np.int64, count=len(groups))
        keys = chain.from_iterable(groups)
        found = np.fromiter(
            map(index.get, keys, repeat(-1)), dtype=np.int64, count=int(lengths.sum())
        )
    except TypeError:
        well_formed = False
    if not well_formed or found.min(initial=0) < 0 or not lengths.min(initial=1):
        refuse_lists(round_)
    per_row = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
    starts = np.cumsum(per_row) - per_row
    number = np.arange(len(groups)) - np.repeat(starts, per_row)
    ends = np.concatenate(([0], np.cumsum(lengths)))
    sizes = ends[starts + per_row] - ends[starts]
    return found, np.repeat(number, lengths), sizes
