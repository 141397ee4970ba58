"""Counts that may be published: none under five, and none that the others give away. No Django.

A hidden count is None. Nobody who knows all other figures and these rules can tell a hidden small one.
"""

from collections.abc import Sequence

LEAST = 5


def one_each(cells: Sequence[int]) -> list[int | None]:
    """Counts that add up to a known total, such as the answers to "choose one" and those without.

    Where one alone would be hidden, or what is hidden comes to less than five, or to so much that each
    of them must be four, the smallest of the others is hidden with it; all of those, where it has equals.
    """
    if sum(cells) < LEAST:
        return [None] * len(cells)
    hidden = {place for place, count in enumerate(cells) if count < LEAST}
    while hidden and _given_away([cells[place] for place in hidden]):
        rest = [place for place in range(len(cells)) if place not in hidden]
        if not rest:
            break
        smallest = min(cells[place] for place in rest)
        hidden |= {place for place in rest if cells[place] == smallest}
    return [None if place in hidden else count for place, count in enumerate(cells)]


def _given_away(hidden: Sequence[int]) -> bool:
    together = sum(hidden)
    return len(hidden) == 1 or together < LEAST or together == len(hidden) * (LEAST - 1)


def out_of(count: int, total: int) -> int | None:
    """One count beside a known total, such as those who ticked an option of several.

    Hidden where it, or the number of all others, is small; nobody can tell which of the two it is.
    """
    if total < LEAST or count < LEAST or 0 < total - count < LEAST:
        return None
    return count
