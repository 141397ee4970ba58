"""How well skills are suggested from text, beside plain TF-IDF over letters 3 to 5.

    PYTHONPATH=. python bench/suggest.py [--full]

Real sentences of job advertisements in which people marked spans and chose the ESCO skill that
each means (development set). Recall@5: the share of marked spans whose skill is among the first
five suggestions for the span; and for whole sentences, among the first five, ten.
``--full`` searches all 13,896 ESCO skills instead of the 887 for data work.
"""

import argparse
import csv
import gzip
import math
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from skills.suggest import Index, Term

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def vocabulary(full: bool) -> list[tuple[str, str, list[str]]]:
    """(uri, label, aliases) of the skills searched."""
    if full:
        path = DATA / "skills" / "esco_full" / "skills_en.csv.gz"
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            return [
                (
                    row["conceptUri"].replace("http://data.europa.eu/esco/", "esco:"),
                    row["preferredLabel"],
                    [text for text in row["altLabels"].split("\n") if text.strip()],
                )
                for row in csv.DictReader(lines)
            ]
    with (DATA / "skills" / "esco_data_skills.csv").open(encoding="utf-8", newline="") as lines:
        return [
            (row["uri"], row["preferred_label"], list(filter(None, row["alt_labels"].split("|"))))
            for row in csv.DictReader(lines)
        ]


def questions(known: set[str]) -> list[tuple[str, str, str]]:
    """(span, sentence, uri) for every marked span whose skill is in the vocabulary."""
    path = DATA / "text" / "esco_labelled_development.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["esco_uri"] in known]
    return [(row["sub_span"] or row["span"], row["sentence"], row["esco_uri"]) for row in rows]


class Letters:
    """The baseline: cosine of TF-IDF over letters 3 to 5, each label and alias a document."""

    def __init__(self, texts: list[tuple[str, int]]) -> None:
        self.owner = np.array([owner for _, owner in texts])
        bags = [Counter(grams(text)) for text, _ in texts]
        held = Counter(gram for bag in bags for gram in bag)
        self.idf = {gram: math.log((1 + len(bags)) / (1 + n)) + 1 for gram, n in held.items()}
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, bag in enumerate(bags):
            norm = math.sqrt(sum((n * self.idf[g]) ** 2 for g, n in bag.items())) or 1.0
            for gram, n in bag.items():
                postings[gram].append((row, n * self.idf[gram] / norm))
        self.postings = {
            gram: (np.array([r for r, _ in rows]), np.array([w for _, w in rows]))
            for gram, rows in postings.items()
        }

    def top(self, text: str, limit: int) -> list[int]:
        scores = np.zeros(len(self.owner))
        for gram, n in Counter(grams(text)).items():
            if gram in self.postings:
                rows, weights = self.postings[gram]
                scores[rows] += n * self.idf[gram] * weights
        found: list[int] = []
        for row in np.argsort(-scores, kind="stable"):
            if scores[row] <= 0 or len(found) == limit:
                break
            if self.owner[row] not in found:
                found.append(int(self.owner[row]))
        return found


def grams(text: str) -> list[str]:
    """Letters 3 to 5 within words, with a blank at each end."""
    words = [f" {word} " for word in text.casefold().split()]
    return [w[i : i + n] for w in words for n in (3, 4, 5) for i in range(max(0, len(w) - n + 1))]


def recall(top, asked, limit: int) -> float:
    return sum(uri in top(text, limit) for text, uri in asked) / len(asked)


def measure(full: bool) -> dict[str, tuple[float, float, float]]:
    """name -> (ours, letters over labels and aliases, letters over labels)."""
    skills = vocabulary(full)
    uris = [uri for uri, _, _ in skills]
    started = time.perf_counter()
    index = Index(Term(n, label, tuple(alts)) for n, (_, label, alts) in enumerate(skills))
    built = time.perf_counter() - started
    every = Letters(
        [(text, n) for n, (_, label, alts) in enumerate(skills) for text in (label, *alts)]
    )
    labels = Letters([(label, n) for n, (_, label, _) in enumerate(skills)])

    def ours(text: str, limit: int) -> list[str]:
        return [uris[found.key] for found in index.suggest(text, limit=limit)]

    tops = (
        ours,
        lambda text, limit: [uris[n] for n in every.top(text, limit)],
        lambda text, limit: [uris[n] for n in labels.top(text, limit)],
    )
    rows = questions(set(uris))
    spans = [(span, uri) for span, _, uri in rows]
    sentences = [(sentence, uri) for _, sentence, uri in rows]
    print(f"{len(skills)} skills, {len(rows)} marked spans; index built in {built:.2f} s")
    figures = {
        "span, recall@5": tuple(recall(top, spans, 5) for top in tops),
        "sentence, recall@5": tuple(recall(top, sentences, 5) for top in tops),
        "sentence, recall@10": tuple(recall(top, sentences, 10) for top in tops),
    }
    started = time.perf_counter()
    for sentence, _ in sentences:
        ours(sentence, 5)
    print(f"{1000 * (time.perf_counter() - started) / len(sentences):.1f} ms a sentence")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    print(f"{'':<22}{'ours':>8}{'letters':>10}{'labels only':>13}")
    for name, (ours, every, labels) in measure(parser.parse_args().full).items():
        print(f"{name:<22}{ours:>8.3f}{every:>10.3f}{labels:>13.3f}")


if __name__ == "__main__":
    main()
