"""``rank`` beside a blocked ``scipy.sparse`` product with top-k, in one run, as a ratio.

    python bench/rank.py [--needs 1000] [--supplies 10000] [--top 20] [--repeats 5]

The peer multiplies sparse skill vectors, 256 needs at a time, and keeps the best of each need and
each supply with ``argpartition``. It has no gates, no levels capped at what is asked, no second
side, no exact ties: it is the floor that ordinary code would start from, not the same work.
"""

import argparse
import random
import resource
import statistics
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from matching.engine import Held, Market, Need, Requirement, Supply, Weights, rank

TODAY = date(2026, 11, 21)
BLOCK = 256
THEMES = ("air", "bus", "care", "data", "energy", "food")
RETURNS = ("story", "data", "venue", "credit", "feedback")
PLACES = tuple(f"district-{i}" for i in range(14))


def build(needs: int, supplies: int, *, skills: int = 250, seed: int = 1) -> Market:
    """A market with rare and common skills, gates that close some pairs, and relatives."""
    draw = random.Random(seed)

    def skill() -> int:
        return min(int(draw.paretovariate(0.7)), skills) - 1

    def some(values, most):
        return frozenset(draw.sample(values, draw.randint(0, most)))

    return Market(
        needs=tuple(
            Need(
                key=f"need:{i}",
                organisation=f"org:{draw.randrange(80)}",
                requirements=tuple(
                    Requirement(skill(), draw.randint(1, 4), draw.random() < 0.2)
                    for _ in range(draw.randint(3, 9))
                ),
                place=draw.choice(PLACES),
                pattern=draw.choice(("on_site", "hybrid", "remote")),
                themes=some(THEMES, 2),
                gives_back=some(RETURNS, 3),
                pay=draw.choice(("", "paid", "voluntary")),
                never_helped=draw.random() < 0.3,
                pending=draw.randrange(4),
            )
            for i in range(needs)
        ),
        supplies=tuple(
            Supply(
                key=f"person:{i}",
                held=tuple(Held(skill(), draw.randint(1, 4)) for _ in range(12)),
                wanted=tuple(Held(skill(), draw.randint(2, 4)) for _ in range(3)),
                places=some(PLACES, 5),
                remote=draw.random() < 0.5,
                themes=some(THEMES, 3),
                asks=some(RETURNS, 2),
                pending=draw.randrange(4),
            )
            for i in range(supplies)
        ),
        affinity={(a, a + 1): 600 for a in range(0, skills - 1, 2)},
    )


def peer(market: Market, top: int, skills: int = 250) -> tuple[list, np.ndarray]:
    """scipy.sparse: needs x skills times skills x supplies, by blocks, both sides' top-k."""
    from scipy import sparse

    def matrix(rows):
        entries = [(i, r.skill, r.level / 4) for i, row in enumerate(rows) for r in row]
        i, j, level = zip(*entries, strict=True)
        return sparse.csr_matrix((level, (i, j)), shape=(len(rows), skills), dtype=np.float32)

    asked = matrix([need.requirements for need in market.needs])
    held = matrix([supply.held for supply in market.supplies]).T.tocsr()
    size = len(market.supplies)
    by_need = []
    best = np.full((size, top), -1, dtype=np.float32)
    who = np.zeros((size, top), dtype=np.int32)
    for start in range(0, len(market.needs), BLOCK):
        scores = (asked[start : start + BLOCK] @ held).toarray()
        keep = min(top, size)
        near = np.argpartition(-scores, keep - 1, axis=1)[:, :keep]
        by_need.append(
            np.take_along_axis(
                near, np.argsort(-np.take_along_axis(scores, near, 1), 1, kind="stable"), 1
            )
        )
        both = np.hstack([best, scores.T])
        names = np.hstack(
            [who, np.broadcast_to(np.arange(start, start + len(scores)), scores.T.shape)]
        )
        cut = np.argpartition(-both, top - 1, axis=1)[:, :top]
        best, who = np.take_along_axis(both, cut, 1), np.take_along_axis(names, cut, 1)
    return by_need, who


def median(repeats: int, work) -> float:
    """Median seconds of ``repeats`` calls."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--needs", type=int, default=1_000)
    parser.add_argument("--supplies", type=int, default=10_000)
    parser.add_argument("--top", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    market = build(options.needs, options.supplies)
    weights = Weights()
    peer(market, options.top)
    theirs = median(options.repeats, lambda: peer(market, options.top))
    ours = median(
        options.repeats,
        lambda: rank(market, weights=weights, seed="bench", today=TODAY, top=options.top),
    )
    pairs = options.needs * options.supplies
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{options.needs:,} needs x {options.supplies:,} supplies, top {options.top} of each side"
    )
    print(f"  scipy.sparse, blocked, top-k   {theirs:8.3f} s")
    each = ours / pairs * 1e9
    print(f"  rank                           {ours:8.3f} s   {each:.0f} ns a pair")
    print(f"  ratio                          {ours / theirs:8.2f}   (medians of {options.repeats})")
    print(f"  peak memory of both            {megabytes:8.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
