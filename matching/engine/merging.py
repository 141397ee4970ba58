"""Lists of parts of a market put together: what is best of all is best in its part.

Where supplies are held against all needs some at a time, a supply's list is whole at once; a need's
is among the best of each part.
"""

from collections.abc import Iterable

from .lists import lottery

Entry = tuple[int, int, str]
"""Joint score, levels used, and the key of the supply."""


def merged(need: str, entries: Iterable[Entry], *, seed: int | str, top: int) -> list[str]:
    """The best ``top`` supplies of one need's lists, as one run over all of them has them."""

    def place(entry: Entry) -> tuple[int, int, int, str]:
        joint, used, supply = entry
        return -joint, -used, lottery(seed, need, supply), supply

    return [supply for _, _, supply in sorted(entries, key=place)[:top]]
