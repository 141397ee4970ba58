"""Who may be keeping whom: the lists of one side, looked up by those on them."""

import numpy as np


class Keepers:
    """For each row of the other side, the rows that may keep it on their lists.

    Nobody is left out, but whoever was pushed off a list may still be named: looking at the few
    lists named is far cheaper than looking at all.
    """

    def __init__(self, rows: np.ndarray, others: np.ndarray) -> None:
        """Of entries, each a row and the one it keeps."""
        order = np.argsort(others, kind="stable")
        self._rows = rows[order].astype(np.int32)
        self._first = np.searchsorted(others[order], np.arange(others.max(initial=-1) + 2))
        self._left: set[int] = set()
        self._since: dict[int, list[int]] = {}
        self.noted = 0
        """Entries since these were sorted."""

    def of(self, other: int) -> np.ndarray:
        """The rows that may keep this one, ascending."""
        since = np.array(self._since.get(other, ()), dtype=np.int32)
        if other in self._left or other + 1 >= len(self._first):
            return np.unique(since)
        sorted_ = self._rows[self._first[other] : self._first[other + 1]]
        return np.union1d(sorted_, since) if len(since) else sorted_

    def nobody(self, other: int) -> None:
        """No row keeps this one any more."""
        self._left.add(other)
        self._since.pop(other, None)

    def note(self, rows: np.ndarray, other: int) -> None:
        """These rows keep this one now."""
        self._since.setdefault(other, []).extend(rows.tolist())
        self.noted += len(rows)

    def note_list(self, row: int, others: np.ndarray) -> None:
        """This row keeps these now."""
        for other in others.tolist():
            self._since.setdefault(other, []).append(row)
        self.noted += len(others)
