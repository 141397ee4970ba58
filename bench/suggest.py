"""How well skills are suggested from text, beside plain TF-IDF over letters 3 to 5.

    script/bench suggest [--full]

Real sentences of job advertisements in which people marked spans and chose the ESCO skill that
each means (development set). Recall@5: the share of marked spans whose skill is among the first
five suggestions for the span; and for whole sentences, among the first five, ten.
``--full`` searches all 13,896 ESCO skills instead of the 887 for data work.

Then, with our own vocabulary: phrases that people marked as knowledge in job advertisements, and
tags that the NHS gave its projects, where such a phrase or tag is a name or alias of a skill; is
that skill among the first 5 for the sentence, the first 12 for the project's page? Last, how often
a suggestion was one that people had marked, by how much of its name has to be found (``cover``).
"""

import argparse
import csv
import gzip
import json
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from skills.names import fold
from skills.reading import read_starter
from skills.suggest import Index, Term
from tests.support.shared_data import SHARED

DATA = SHARED


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


def reciprocal(top, asked, limit: int = 20) -> float:
    """MRR: the mean of one over the place of the right one, 0 when it is not among the first."""
    total = 0.0
    for text, uri in asked:
        found = top(text, limit)
        total += 1 / (found.index(uri) + 1) if uri in found else 0
    return total / len(asked)


def measure(full: bool) -> dict[str, tuple[float, float, float]]:
    """name -> (ours, letters over labels and aliases, letters over labels)."""
    skills = vocabulary(full)
    uris = [uri for uri, _, _ in skills]
    started = time.process_time()
    index = Index(Term(n, label, tuple(alts)) for n, (_, label, alts) in enumerate(skills))
    built = time.process_time() - started
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
    print(
        f"{len(skills)} skills, {len(rows)} marked spans; index built in {built:.2f} s of one core"
    )
    figures = {
        "span, recall@5": tuple(recall(top, spans, 5) for top in tops),
        "span, MRR": tuple(reciprocal(top, spans) for top in tops),
        "sentence, recall@5": tuple(recall(top, sentences, 5) for top in tops),
        "sentence, recall@10": tuple(recall(top, sentences, 10) for top in tops),
        "sentence, MRR": tuple(reciprocal(top, sentences) for top in tops),
    }
    started = time.perf_counter()
    for sentence, _ in sentences:
        ours(sentence, 5)
    print(f"{1000 * (time.perf_counter() - started) / len(sentences):.1f} ms a sentence")
    return figures


def marked_phrases(skill_of: dict[str, int]) -> Iterator[tuple[str, int]]:
    """(sentence, skill) for each phrase marked as knowledge that names a skill."""
    path = DATA / "text" / "job_ad_sentences_skillspan.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            for phrase in {fold(text) for text in row["knowledge"]} & skill_of.keys():
                yield row["text"], skill_of[phrase]


def tagged_projects(skill_of: dict[str, int]) -> Iterator[tuple[str, int]]:
    """(page, skill) for each tag that names a skill."""
    projects = json.loads((DATA / "projects" / "nhs_data_projects.json").read_text())["items"]
    for row in projects:
        for tag in {fold(text) for text in row["tags"]} & skill_of.keys():
            yield f"{row['title']}. {row['summary']} {row['text']}", skill_of[tag]


def measure_ours() -> dict[str, tuple[float, float, float]]:
    """The same three columns with the vocabulary that comes with the site."""
    records = read_starter().skills
    index = Index(Term(n, r.name, r.aliases) for n, r in enumerate(records))
    written = [(text, n) for n, r in enumerate(records) for text in (r.name, *r.aliases)]
    every, labels = Letters(written), Letters([(r.name, n) for n, r in enumerate(records)])
    skill_of = {fold(text): n for text, n in reversed(written)}

    def ours(text: str, limit: int) -> list[int]:
        return [found.key for found in index.suggest(text, limit=limit)]

    tops = (ours, every.top, labels.top)
    phrases, tags = list(marked_phrases(skill_of)), list(tagged_projects(skill_of))
    return {
        f"{len(phrases)} phrases, recall@5": tuple(recall(top, phrases, 5) for top in tops),
        f"{len(phrases)} phrases, MRR": tuple(reciprocal(top, phrases) for top in tops),
        f"{len(tags)} NHS tags, recall@12": tuple(recall(top, tags, 12) for top in tops),
        f"{len(tags)} NHS tags, MRR": tuple(reciprocal(top, tags) for top in tops),
    }


def calibrate() -> Iterator[str]:
    """Precision and recall of the first 12, by how much of a name has to be found."""
    skills = vocabulary(full=False)
    uris = [uri for uri, _, _ in skills]
    index = Index(Term(n, label, tuple(alts)) for n, (_, label, alts) in enumerate(skills))
    marked = defaultdict(set)
    for _, sentence, uri in questions(set(uris)):
        marked[sentence].add(uri)
    for cover in (0.3, 0.5, 0.7, 0.9):
        hits = total = 0
        for sentence, right in marked.items():
            found = index.suggest(sentence, limit=12, least_cover=cover)
            total += len(found)
            hits += sum(uris[one.key] in right for one in found)
        asked = sum(map(len, marked.values()))
        yield f"cover {cover}: {hits / total:.2f} of suggestions were marked, {hits / asked:.2f} found"


def table(full: bool) -> None:
    """Every figure beside the two baselines."""
    print(f"{'':<24}{'ours':>8}{'letters':>10}{'labels only':>13}")
    for name, (ours, every, labels) in (measure(full) | measure_ours()).items():
        print(f"{name:<24}{ours:>8.3f}{every:>10.3f}{labels:>13.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    table(parser.parse_args().full)
    print(*calibrate(), sep="\n")


if __name__ == "__main__":
    main()
