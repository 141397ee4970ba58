"""How one row is put on many sorted lists and taken off them: in numpy, and one list at a time.

The loops are for the compiled path and run uncompiled too, only slowly. ``keys`` and ``others``
have shape (lists, places), each list best first, keys 0 behind its end.
"""

from types import SimpleNamespace

import numpy as np


def take_off(keys: np.ndarray, others: np.ndarray, rows: np.ndarray, other: int) -> None:
    """Close the gap that ``other`` leaves on each of the lists ``rows``, all of which have it."""
    place = (others[rows] == other).argmax(axis=1)
    slots = np.arange(keys.shape[1])
    source = np.minimum(slots + (slots >= place[:, None]), len(slots) - 1)
    for matrix, nothing in ((keys, 0), (others, -1)):
        moved = np.take_along_axis(matrix[rows], source, axis=1)
        moved[:, -1] = nothing
        matrix[rows] = moved


def places(keys: np.ndarray, rows: np.ndarray, offered: np.ndarray) -> np.ndarray:
    """Of each list: how many are before the key offered, how many equal, how many in all."""
    kept = keys[rows]
    before = (kept > offered[:, None]).sum(axis=1)
    equal = (kept == offered[:, None]).sum(axis=1)
    return np.stack((before, equal, (kept > 0).sum(axis=1)))


def put_in(keys, others, rows: np.ndarray, other: int, offered, place: np.ndarray) -> None:
    """Put ``other`` on the lists ``rows`` at these places; the last of a full list goes."""
    slots = np.arange(keys.shape[1])
    source = slots - (slots > place[:, None])
    new = slots == place[:, None]
    for matrix, value in ((keys, offered[:, None]), (others, other)):
        moved = np.take_along_axis(matrix[rows], source, axis=1)
        matrix[rows] = np.where(new, value, moved)


NUMPY = SimpleNamespace(take_off=take_off, places=places, put_in=put_in)


def take_off_each(keys, others, rows, other):
    """:func:`take_off`, one list at a time."""
    last = keys.shape[1] - 1
    for row in rows:
        slot = 0
        while others[row, slot] != other:
            slot += 1
        for at in range(slot, last):
            keys[row, at] = keys[row, at + 1]
            others[row, at] = others[row, at + 1]
        keys[row, last] = 0
        others[row, last] = -1


def places_each(keys, rows, offered):
    """:func:`places`, one list at a time."""
    answer = np.zeros((3, len(rows)), dtype=np.int64)
    for at in range(len(rows)):
        row, key = rows[at], offered[at]
        for slot in range(keys.shape[1]):
            kept = keys[row, slot]
            if kept == 0:
                break
            answer[0, at] += kept > key
            answer[1, at] += kept == key
            answer[2, at] += 1
    return answer


def put_in_each(keys, others, rows, other, offered, place):
    """:func:`put_in`, one list at a time."""
    for at in range(len(rows)):
        row, first = rows[at], place[at]
        for slot in range(keys.shape[1] - 1, first, -1):
            keys[row, slot] = keys[row, slot - 1]
            others[row, slot] = others[row, slot - 1]
        keys[row, first] = offered[at]
        others[row, first] = other
