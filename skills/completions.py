"""Completing what somebody types from names and aliases held in memory. Pure: no Django.

A hundred thousand aliases are three megabytes of text. Beginnings are found by halving a sorted
list, what only holds the text by one look through all of it as a single string.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from skills.names import fold

MOST_BEGUN = 2_000
"""Aliases looked at for one completion."""
END = "\n"
"""Between two words; folded text holds none."""

Met = dict[int, tuple[int, int, str]]
"""Key of a skill -> (rank, length, the alias that was met or nothing)."""


class Words:
    """Folded words, each with its key and the text it was folded from."""

    def __init__(self, entries: Iterable[tuple[str, int, str]]) -> None:
        self.entries = sorted(entries)
        self.folded = [folded for folded, _, _ in self.entries]
        self.starts: list[int] = []
        at = 0
        for folded in self.folded:
            self.starts.append(at)
            at += len(folded) + 1
        self.whole = END.join(self.folded)

    def beginning(self, typed: str) -> Iterator[tuple[str, int, str]]:
        """Those that begin with it, in the order of a dictionary."""
        first = bisect_left(self.folded, typed)
        last = bisect_right(self.folded, typed + "\U0010ffff")
        return iter(self.entries[first:last])

    def holding(self, typed: str) -> Iterator[tuple[str, int, str]]:
        """Those that hold it anywhere, each once."""
        at = self.whole.find(typed)
        while at >= 0:
            place = bisect_right(self.starts, at) - 1
            yield self.entries[place]
            if place + 1 == len(self.starts):
                return
            at = self.whole.find(typed, self.starts[place + 1])


class Completions:
    """The names and aliases of the skills in use."""

    def __init__(
        self, names: Iterable[tuple[int, str]], aliases: Iterable[tuple[int, str, str]]
    ) -> None:
        self.names = Words((fold(name), pk, "") for pk, name in names)
        self.aliases = Words((folded, pk, text) for pk, text, folded in aliases)

    def complete(self, typed: str, limit: int) -> Met:
        """Skills whose name holds ``typed``, or whose alias begins with it; then any that hold it."""
        met: Met = {}
        for folded, pk, _ in self.names.holding(typed):
            _keep(met, pk, (_rank(folded, typed), len(folded), ""))
        named = len(met)
        self._add(met, self.aliases.beginning(typed), typed)
        if len(met) < limit and len(met) - named < MOST_BEGUN:
            # What only holds the text comes after all of these.
            self._add(met, self.aliases.holding(typed), typed)
        return met

    def slips(self, typed: str, limit: int) -> Met:
        """Names and aliases a few letters away from what was typed."""
        from rapidfuzz import fuzz, process

        words = [*self.names.entries, *self.aliases.entries]
        folded = [*self.names.folded, *self.aliases.folded]
        close = process.extract(typed, folded, scorer=fuzz.ratio, score_cutoff=78, limit=limit * 3)
        met: Met = {}
        for _, score, place in close:
            _, pk, via = words[place]
            _keep(met, pk, (100 - round(score), len(via), via))
        return met

    @staticmethod
    def _add(met: Met, found: Iterator[tuple[str, int, str]], typed: str) -> None:
        for number, (folded, pk, text) in enumerate(found):
            if number == MOST_BEGUN:
                return
            _keep(met, pk, (_rank(folded, typed) + 3, len(folded), text))


def _rank(folded: str, typed: str) -> int:
    if folded.startswith(typed):
        return 0
    return 1 if f" {typed}" in folded else 2


def _keep(met: Met, pk: int, rank: tuple[int, int, str]) -> None:
    if pk not in met or rank < met[pk]:
        met[pk] = rank
