"""Rows of one side under numbers that stay theirs while others come and go."""

from collections.abc import Iterable

import numpy as np

from .types import Need, Supply


class Table:
    """Rows of one side by number; numbers of rows that went are used again."""

    def __init__(self, rows: Iterable[Need] | Iterable[Supply]) -> None:
        self.rows: list = list(rows)
        self.number = {row.key: number for number, row in enumerate(self.rows)}
        self._unused: list[int] = []

    def put(self, row: Need | Supply) -> int:
        number = self.number.get(row.key)
        if number is None:
            number = self._unused.pop() if self._unused else len(self.rows)
            if number == len(self.rows):
                self.rows.append(row)
            self.number[row.key] = number
        self.rows[number] = row
        return number

    def drop(self, key: str) -> int:
        number = self.number.pop(key)
        self.rows[number] = None
        self._unused.append(number)
        return number

    def order(self, rows: Iterable[Need] | Iterable[Supply]) -> np.ndarray:
        """The numbers of these rows."""
        return np.array([self.number[row.key] for row in rows], dtype=np.int64)

    def there(self) -> list:
        return [self.rows[number] for number in self.number.values()]
