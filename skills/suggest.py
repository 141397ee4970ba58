"""Which skills of the vocabulary a text speaks of, and which of its words say so.

Pure: the standard library and numpy. Terms in, suggestions out. A term has surfaces (its label
without what stands in brackets, and its aliases). Words are compared by stem and weigh by rarity
(inverse document frequency over terms, everyday words less). Within one clause a surface earns

    (weight of its words found)^LENGTH * (share of its weight found)^COVER

and more when its words stand together in order, or when its one word stands there. Words that are
said not to be needed are passed over (:mod:`skills.negation`). A term is worth its best surface,
plus a little for being said again in another clause; a term that a found one is part of is worth a
share.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from skills.lexicon import AMBIGUOUS, CASED
from skills.negation import declined
from skills.surfaces import COMMON_STEMS, Surface, Surfaces, Term
from skills.words import Token, clauses, is_the_product, means_a_language

__all__ = ["Index", "Suggestion", "Term"]

LENGTH = 0.7
COVER = 2.2
PHRASE = 1.5
ONE_WORD = 1.6
CLOSE = 1.15
FAR = 4
SCATTERED = 0.6
LABEL = 1.06
AGAIN = 0.1
BROADER_SHARE = 0.35
LEAST_COVER = 0.3
MISTYPED = 0.75
MOST_JUDGED = 15  # surfaces of one clause whose words are looked at one by one
MOST_CHARACTERS = 50_000


@dataclass(frozen=True)
class Suggestion:
    """A term, its worth (0 and up, comparable within one text), and the words that led to it."""

    key: int
    score: float
    words: tuple[str, ...]


class Index:
    """A vocabulary made ready. Building takes time in proportion to its words; asking is quick."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Raises ValueError when two terms have one key, or one is no term."""
        terms = list(terms)
        known: set[int] = set()
        for term in terms:
            if type(term) is not Term:
                raise ValueError(f"terms holds {term!r}, which is no Term.")
            if term.key in known:
                raise ValueError(f"Two terms have the same key, {term.key}.")
            known.add(term.key)
        self._surfaces = Surfaces(terms, least_cover=LEAST_COVER)
        self.terms = self._surfaces.terms
        self._place = {term.key: place for place, term in enumerate(self.terms)}

    def suggest(
        self, text: str, *, limit: int = 12, least_cover: float = LEAST_COVER
    ) -> list[Suggestion]:
        """The terms that ``text`` speaks of, best first, each with its words in the text.

        ``least_cover`` is the share (LEAST_COVER to 1) of a surface's weight that has to be found:
        low finds more, high errs less. Raises ValueError for what is no text, limit or share.
        """
        if not isinstance(text, str):
            raise ValueError(f"text is a text, not {text!r}.")
        if type(limit) is not int or limit < 0:
            raise ValueError(f"limit is a whole number from 0, not {limit!r}.")
        if type(least_cover) not in (int, float) or not 0 <= least_cover <= 1:
            raise ValueError(f"least_cover is a share from 0 to 1, not {least_cover!r}.")
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

    def _in_clause(
        self, clause: list[Token], text: str, least_cover: float
    ) -> dict[int, tuple[float, tuple]]:
        """term -> its worth in this clause, and the words that say so."""
        rows = self._surfaces
        where, sure = self._words_of(clause, text)
        keys = [rows.postings[place] for w in where if (place := rows.place[w]) in rows.postings]
        if not keys:
            return {}
        candidates = np.sort(np.concatenate(keys))
        candidates = candidates[np.diff(candidates, prepend=-1) > 0]
        found = rows.found(candidates, sure)
        cover = found / rows.totals[candidates]
        scores = found**LENGTH * cover**COVER
        enough = np.flatnonzero(cover >= least_cover)
        # Stable, so that equal ones stay in the vocabulary's order and are cut together.
        likely = enough[np.argsort(-scores[enough], kind="stable")]
        if len(likely) > MOST_JUDGED:
            likely = likely[scores[likely] >= scores[likely[MOST_JUDGED - 1]]]
        result: dict[int, tuple[float, tuple]] = {}
        for spot in likely:
            surface = rows.rows[int(candidates[spot])]
            score, words = self._judge(surface, float(scores[spot]), clause, where, text)
            if score > result.get(surface.term, (0.0, ()))[0]:
                result[surface.term] = (score, words)
        return result

    def _words_of(self, clause: list[Token], text: str) -> tuple[dict[str, list[int]], np.ndarray]:
        """stem -> its places in the clause; and how sure each stem of the vocabulary is there."""
        where: dict[str, list[int]] = defaultdict(list)
        sure = np.zeros(len(self._surfaces.place))
        passed_over = declined(clause, text)
        for place, token in enumerate(clause):
            one_letter = len(token.small) == 1 and not token.small.isdigit()
            if place in passed_over or (one_letter and not means_a_language(clause, place, text)):
                continue
            stems, as_written = self._surfaces.known(token.stem)
            for word in stems:
                where[word].append(place)
                number = self._surfaces.place[word]
                sure[number] = max(sure[number], 1.0 if as_written else MISTYPED)
        return where, sure

    def _judge(
        self,
        surface: Surface,
        score: float,
        clause: list[Token],
        where: dict[str, list[int]],
        text: str,
    ) -> tuple[float, tuple[str, ...]]:
        """Weigh how the words stand: together, near, or scattered; refuse what only looks alike."""
        stems = surface.stems
        present = [word for word in stems if word in where]
        if surface.is_label:
            score *= LABEL
        if len(stems) == 1:
            return self._judge_single(surface, score, clause, where[present[0]], text)
        if all(word in COMMON_STEMS for word in present) and len(present) < len(stems):
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
        self, surface: Surface, score: float, clause: list[Token], places: list[int], text: str
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
            return score * (PHRASE if len(stretch) > 1 else ONE_WORD), (" ".join(words.split()),)
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
