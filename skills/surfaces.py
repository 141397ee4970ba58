"""A vocabulary laid out for the suggester: every label and alias as stems, in flat arrays. Pure.

A surface is a label without what stands in brackets, or an alias. Its *keys* are the stems of
which a text must hold at least one before the surface can be covered enough: all but its most
everyday ones, so that “manage” does not bring up a thousand skills.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from skills.lexicon import AMBIGUOUS, COMMON, STOPWORDS
from skills.names import bare
from skills.words import stem, tokens, words_of

EVERYDAY = 0.8
LONG = 8  # stems of so many letters may hold a slip
JOINED = 6  # letters of a word that may be two written as one
COMMON_STEMS = frozenset(stem(word) for word in COMMON)


@dataclass(frozen=True)
class Term:
    """A skill as the suggester needs it. Raises ValueError for a field that is none."""

    key: int
    label: str
    aliases: tuple[str, ...] = ()
    broader: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if type(self.key) is not int:
            raise ValueError(f"A term's key is a whole number, not {self.key!r}.")
        if not isinstance(self.label, str):
            raise ValueError(f"Term {self.key}: label is a text, not {self.label!r}.")
        for name, kind in (("aliases", str), ("broader", int)):
            values = getattr(self, name)
            if type(values) is not tuple or not all(isinstance(value, kind) for value in values):
                raise ValueError(f"Term {self.key}: {name} is a tuple of {kind.__name__}.")


@dataclass(frozen=True)
class Surface:
    """One way to write a term. ``stems`` without stop words, each once; ``exact`` as written."""

    term: int
    stems: tuple[str, ...]
    exact: tuple[str, ...]
    is_label: bool
    written: str

    @cached_property
    def needs_care(self) -> bool:
        """Whether one of its words is a product's name and an everyday word."""
        return any(
            word[:1].isupper() and word.casefold() in AMBIGUOUS for word in self.written.split()
        )


class Surfaces:
    """The surfaces of a vocabulary. ``least_cover`` is the lowest share that will be asked for."""

    def __init__(self, terms: Iterable[Term], *, least_cover: float) -> None:
        self.terms = list(terms)
        self.rows = list(_all_surfaces(self.terms))
        self.place = {word: n for n, word in enumerate(_each(s.stems for s in self.rows))}
        lengths = np.array([len(s.stems) for s in self.rows], dtype=np.int64)
        self.starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        self.stems = np.array([self.place[w] for s in self.rows for w in s.stems], dtype=np.int64)
        owners = np.repeat(np.array([s.term for s in self.rows], dtype=np.int64), lengths)
        self.weights = self._rarity(owners)
        held = self.weights[self.stems]
        self.totals = np.add.reduceat(held, self.starts[:-1]) if self.rows else np.zeros(0)
        self.postings = self._postings(lengths, held, least_cover)
        self._typos = self._near_misses()
        self._pairs = self._written_apart()

    def _rarity(self, owners: np.ndarray) -> np.ndarray:
        """Inverse document frequency over terms; everyday words less."""
        wide = max(len(self.terms), 1)
        pairs = np.unique(self.stems * wide + owners)
        held = np.bincount(pairs // wide, minlength=len(self.place))
        rarity = np.log(1 + (len(self.terms) + 1) / np.maximum(held, 1))
        everyday = [word in COMMON_STEMS for word in self.place]
        return np.where(everyday, rarity * EVERYDAY, rarity) if len(rarity) else rarity

    def _postings(
        self, lengths: np.ndarray, held: np.ndarray, least_cover: float
    ) -> dict[int, np.ndarray]:
        """stem -> the surfaces that it is a key of."""
        surface = np.repeat(np.arange(len(self.rows)), lengths)
        order = np.lexsort((held, surface))
        running = np.cumsum(held[order])
        before = np.concatenate([[0.0], running])[self.starts[:-1]] if len(running) else running
        upto = running - np.repeat(before, lengths)
        is_key = upto >= least_cover * self.totals[surface[order]] - 1e-9
        stems, rows = self.stems[order][is_key], surface[order][is_key]
        by_stem = np.argsort(stems, kind="stable")
        stems, rows = stems[by_stem], rows[by_stem]
        cuts = np.flatnonzero(np.diff(stems)) + 1
        found = np.split(rows, cuts) if len(rows) else []
        firsts = stems[np.concatenate([[0], cuts])] if len(rows) else []
        return dict(zip((int(one) for one in firsts), found, strict=True))

    def _near_misses(self) -> dict[str, str]:
        """Long stems with one letter left out -> the stem, where that names only one."""
        near: dict[str, str | None] = {}
        for word in self.place:
            if len(word) >= LONG and word.isalpha():
                for cut in range(1, len(word)):
                    short = word[:cut] + word[cut + 1 :]
                    near[short] = None if near.get(short, word) != word else word
        return {short: word for short, word in near.items() if word}

    def _written_apart(self) -> dict[str, tuple[str, str]]:
        """``lifecycle`` -> (``life``, ``cycl``), from what the vocabulary ever writes as two words."""
        apart: dict[str, tuple[str, str]] = {}
        for row in self.rows:
            if "-" in row.written:
                words = [token for token in tokens(row.written) if token.small.isalpha()]
                for left, right in pairwise(words):
                    glued = row.written[left.end : right.start] == "-"
                    whole = left.small + right.small
                    if glued and len(whole) >= JOINED:
                        apart[stem(whole)] = (left.stem, right.stem)
        return apart

    def known(self, word: str) -> tuple[tuple[str, ...], bool]:
        """The vocabulary's stems for a stem of a text, and whether it was written as there."""
        whole = (word,) if word in self.place else ()
        parts = tuple(part for part in self._pairs.get(word, ()) if part in self.place)
        if whole or parts:
            return whole + parts, True
        if len(word) >= LONG and word.isalpha():
            if word in self._typos:
                return (self._typos[word],), False
            for cut in range(1, len(word)):
                short = word[:cut] + word[cut + 1 :]
                guess = short if short in self.place else self._typos.get(short, "")
                if guess:
                    return (guess,), False
        return (), False

    def found(self, rows: np.ndarray, sure: np.ndarray) -> np.ndarray:
        """The weight of each row's words that a clause holds; ``sure`` is 0 to 1 for each stem."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(lengths)
        flat = np.arange(ends[-1]) + np.repeat(self.starts[rows] - (ends - lengths), lengths)
        stems = self.stems[flat]
        return np.add.reduceat(self.weights[stems] * sure[stems], ends - lengths)


def _each(groups: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(word for group in groups for word in group))


def _all_surfaces(terms: list[Term]) -> Iterable[Surface]:
    for place, term in enumerate(terms):
        seen = set()
        for number, written in enumerate((bare(term.label), *term.aliases)):
            found = words_of(written)
            exact = tuple([stem(word) for word in found])
            if exact in seen:
                continue
            content = tuple(dict.fromkeys([stem(w) for w in found if w not in STOPWORDS]))
            if not content and len(found) == 1:
                content = exact
            if content:
                seen.add(exact)
                yield Surface(place, content, exact, number == 0, written.strip())
