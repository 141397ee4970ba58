"""Which skills of the vocabulary a text speaks of, and which of its words say so.

Pure: the standard library and numpy. Terms in, suggestions out. A term has surfaces (its label
without what stands in brackets, and its aliases). Words are compared by stem and weigh by rarity
(inverse document frequency over terms, everyday words less). Within one clause a surface earns

    (weight of its words found)^LENGTH * (share of its weight found)^COVER

and more when its words stand together in order. A term is worth its best surface, plus a little
for being said again in another clause; a term that a found one is part of is worth a share.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from skills.lexicon import AMBIGUOUS, CASED, COMMON, STOPWORDS
from skills.names import bare
from skills.words import Token, clauses, is_the_product, means_a_language, stem, tokens

LENGTH = 0.7
COVER = 2.2
PHRASE = 1.5
CLOSE = 1.15
FAR = 4
SCATTERED = 0.6
LABEL = 1.06
AGAIN = 0.1
BROADER_SHARE = 0.35
LEAST_COVER = 0.3
EVERYDAY = 0.8
MISTYPED = 0.75
LONG = 8  # stems of so many letters may hold a slip
MOST_CHARACTERS = 50_000

_COMMON_STEMS = frozenset(stem(word) for word in COMMON)


@dataclass(frozen=True)
class Term:
    """A skill as the suggester needs it."""

    key: int
    label: str
    aliases: tuple[str, ...] = ()
    broader: tuple[int, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A term, its worth (0 and up, comparable within one text), and the words that led to it."""

    key: int
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Surface:
    term: int
    stems: tuple[str, ...]
    exact: tuple[str, ...]
    is_label: bool
    written: str

    @property
    def needs_care(self) -> bool:
        """Whether one of its words is a product's name and an everyday word."""
        return any(
            word[:1].isupper() and word.casefold() in AMBIGUOUS for word in self.written.split()
        )


class Index:
    """A vocabulary made ready. Building takes time in proportion to its words; asking is quick."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = list(terms)
        self._place = {term.key: place for place, term in enumerate(self.terms)}
        self._surfaces = list(self._all_surfaces())
        self._weights = self._rarity()
        self._totals = np.array(
            [sum(self._weights[word] for word in set(s.stems)) for s in self._surfaces] or [1.0]
        )
        postings: dict[str, list[int]] = defaultdict(list)
        for number, surface in enumerate(self._surfaces):
            for word in set(surface.stems):
                postings[word].append(number)
        self._postings = {word: np.array(rows, dtype=np.int64) for word, rows in postings.items()}
        self._typos = self._near_misses()

    def suggest(
        self, text: str, *, limit: int = 12, least_cover: float = LEAST_COVER
    ) -> list[Suggestion]:
        """The terms that ``text`` speaks of, best first, each with its words in the text.

        ``least_cover`` is the share (0 to 1) of a surface's weight that has to be found: low finds
        more, high errs less.
        """
        text = text[:MOST_CHARACTERS]
        best: dict[int, float] = {}
        evidence: dict[int, tuple[str, ...]] = {}
        for clause in clauses(text):
            for term, (score, words) in self._in_clause(clause, text, least_cover).items():
                known = best.get(term, 0.0)
                if score > known:
                    evidence[term] = words
                best[term] = max(score, known) + AGAIN * min(score, known)
        self._lift_broader(best, evidence)
        order = sorted(best, key=lambda term: (-best[term], self.terms[term].key))[:limit]
        return [Suggestion(self.terms[t].key, round(best[t], 4), evidence[t]) for t in order]

    def _all_surfaces(self):
        for place, term in enumerate(self.terms):
            seen = set()
            for number, written in enumerate((bare(term.label), *term.aliases)):
                found = tokens(written)
                exact = tuple(token.stem for token in found)
                content = tuple(t.stem for t in found if t.small not in STOPWORDS)
                if not content and len(found) == 1:
                    content = exact
                if content and exact not in seen:
                    seen.add(exact)
                    yield _Surface(place, content, exact, number == 0, written.strip())

    def _rarity(self) -> dict[str, float]:
        holders: dict[str, set[int]] = defaultdict(set)
        for surface in self._surfaces:
            for word in surface.stems:
                holders[word].add(surface.term)
        total = len(self.terms) + 1
        return {
            word: math.log(1 + total / len(terms)) * (EVERYDAY if word in _COMMON_STEMS else 1.0)
            for word, terms in holders.items()
        }

    def _near_misses(self) -> dict[str, str]:
        """Long stems with one letter left out -> the stem, where that names only one."""
        near: dict[str, str | None] = {}
        for word in self._weights:
            if len(word) >= LONG and word.isalpha():
                for cut in range(1, len(word)):
                    short = word[:cut] + word[cut + 1 :]
                    near[short] = None if near.get(short, word) != word else word
        return {short: word for short, word in near.items() if word}

    def _known(self, token: Token) -> tuple[str, float]:
        """The vocabulary's stem for a token, and how sure that is (0: none)."""
        if token.stem in self._weights:
            return token.stem, 1.0
        if len(token.stem) >= LONG and token.stem.isalpha():
            if token.stem in self._typos:
                return self._typos[token.stem], MISTYPED
            for cut in range(1, len(token.stem)):
                short = token.stem[:cut] + token.stem[cut + 1 :]
                guess = short if short in self._weights else self._typos.get(short, "")
                if guess:
                    return guess, MISTYPED
        return "", 0.0

    def _in_clause(
        self, clause: list[Token], text: str, least_cover: float
    ) -> dict[int, tuple[float, tuple]]:
        where: dict[str, list[int]] = defaultdict(list)
        sure: dict[str, float] = {}
        for place, token in enumerate(clause):
            one_letter = len(token.small) == 1 and not token.small.isdigit()
            if one_letter and not means_a_language(clause, place, text):
                continue
            word, certainty = self._known(token)
            if word:
                where[word].append(place)
                sure[word] = max(sure.get(word, 0.0), certainty)
        if not where:
            return {}
        rows = np.concatenate([self._postings[word] for word in where])
        gains = np.concatenate(
            [np.full(len(self._postings[word]), self._weights[word] * sure[word]) for word in where]
        )
        candidates, inverse = np.unique(rows, return_inverse=True)
        found = np.bincount(inverse, weights=gains)
        cover = found / self._totals[candidates]
        scores = found**LENGTH * cover**COVER
        result: dict[int, tuple[float, tuple]] = {}
        for spot in np.flatnonzero(cover >= least_cover):
            surface = self._surfaces[int(candidates[spot])]
            score, words = self._judge(surface, float(scores[spot]), clause, where, text)
            if score > result.get(surface.term, (0.0, ()))[0]:
                result[surface.term] = (score, words)
        return result

    def _judge(
        self,
        surface: _Surface,
        score: float,
        clause: list[Token],
        where: dict[str, list[int]],
        text: str,
    ) -> tuple[float, tuple[str, ...]]:
        """Weigh how the words stand: together, near, or scattered; refuse what only looks alike."""
        stems = list(dict.fromkeys(surface.stems))
        present = [word for word in stems if word in where]
        if surface.is_label:
            score *= LABEL
        if len(stems) == 1:
            return self._judge_single(surface, score, clause, where[present[0]], text)
        if all(word in _COMMON_STEMS for word in present) and len(present) < len(stems):
            return 0.0, ()
        span = _tightest(where, present)
        if len(present) == len(stems):
            width = span[1] - span[0] + 1
            if width <= len(surface.exact) + 1 and _in_order(where, present, span):
                words = text[clause[span[0]].start : clause[span[1]].end]
                return score * PHRASE, (" ".join(words.split()),)
            if width <= 2 * len(surface.exact) + 2:
                score *= CLOSE
            elif width > FAR * len(surface.exact):
                score *= SCATTERED
        if surface.needs_care:  # “access to a database” is not an Access database
            return 0.0, ()
        places = sorted(
            min(where[word], key=lambda place: abs(place - span[0])) for word in present
        )
        return score, tuple(dict.fromkeys(clause[place].text for place in places))

    def _judge_single(
        self, surface: _Surface, score: float, clause: list[Token], places: list[int], text: str
    ) -> tuple[float, tuple[str, ...]]:
        for place in places:
            token = clause[place]
            delicate = token.small in AMBIGUOUS or token.small in CASED
            if delicate and not is_the_product(clause, place, surface.written):
                continue
            # “who is missing out” has one telling word: then the whole phrase has to be there.
            first = place - surface.exact.index(surface.stems[0])
            stretch = clause[max(first, 0) : first + len(surface.exact)]
            if len(surface.exact) > 1 and tuple(t.stem for t in stretch) != surface.exact:
                continue
            words = text[stretch[0].start : stretch[-1].end] if len(stretch) > 1 else token.text
            return score * (PHRASE if len(stretch) > 1 else 1.0), (" ".join(words.split()),)
        return 0.0, ()

    def _lift_broader(self, best: dict[int, float], evidence: dict[int, tuple[str, ...]]) -> None:
        for term, score in list(best.items()):
            for key in self.terms[term].broader:
                parent = self._place.get(key)
                if parent is not None and score * BROADER_SHARE > best.get(parent, 0.0):
                    best[parent] = score * BROADER_SHARE
                    evidence[parent] = evidence[term]


def _tightest(where: dict[str, list[int]], words: list[str]) -> tuple[int, int]:
    """The shortest stretch that holds each of ``words`` at least once."""
    events = sorted((place, word) for word in words for place in where[word])
    counts: dict[str, int] = defaultdict(int)
    best, left = (events[0][0], events[-1][0]), 0
    for place, word in events:
        counts[word] += 1
        while len(counts) == len(words):
            if place - events[left][0] < best[1] - best[0]:
                best = (events[left][0], place)
            counts[events[left][1]] -= 1
            if not counts[events[left][1]]:
                del counts[events[left][1]]
            left += 1
    return best


def _in_order(where: dict[str, list[int]], words: list[str], span: tuple[int, int]) -> bool:
    last = span[0] - 1
    for word in words:
        later = [place for place in where[word] if last < place <= span[1]]
        if not later:
            return False
        last = later[0]
    return True
