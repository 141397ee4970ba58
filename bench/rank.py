"""``rank`` and the resident index beside other ways of doing part of the same, as ratios.

    python bench/rank.py [--quick]

The peers compare skills only: they have no gates, no levels capped at what is asked, no second
side to please and no lottery, so they do less than we do.

* ``scipy.sparse``: blocks of 256 needs times all supplies, the best of each need and each supply by
  ``argpartition``: the floor that ordinary numerical code starts from.
* ``sparse_dot_topn``: its two products, needs x supplies and supplies x needs, one thread.
* PostgreSQL: a join of requirements with an indexed table of held skills, grouped, both sides
  numbered by ``row_number``; for one changed need, the same join for that need alone.

The compiled path runs in the environment for peers, where numba is. Each clock starts with rows in
memory: ours with the market, theirs with lists of numbers or with loaded and analysed tables.
"""

import argparse
import random
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import peers
from matching.engine import Held, Index, Market, Need, Requirement, Supply, Weights, rank

TODAY = date(2026, 11, 21)
TOP = 20
SKILLS = 250
THEMES = ("air", "bus", "care", "data", "energy", "food")
RETURNS = ("story", "data", "venue", "credit", "feedback")
PLACES = tuple(f"district-{i}" for i in range(14))

SCIPY = """
import numpy as np
from scipy import sparse

def matrix(rows, skills):
    entries = [(i, skill, level / 4) for i, row in enumerate(rows) for skill, level in row]
    i, j, level = zip(*entries)
    return sparse.csr_matrix((level, (i, j)), shape=(len(rows), skills), dtype=np.float32)

def work(instance):
    top = instance["top"]
    asked = matrix(instance["asked"], instance["skills"])
    held = matrix(instance["held"], instance["skills"]).T.tocsr()
    size = held.shape[1]
    by_need = []
    best = np.full((size, top), -1, dtype=np.float32)
    who = np.zeros((size, top), dtype=np.int32)
    for start in range(0, asked.shape[0], 256):
        scores = (asked[start : start + 256] @ held).toarray()
        near = np.argpartition(-scores, top - 1, axis=1)[:, :top]
        order = np.argsort(-np.take_along_axis(scores, near, 1), 1, kind="stable")
        by_need.append(np.take_along_axis(near, order, 1))
        both = np.hstack([best, scores.T])
        numbers = np.arange(start, start + len(scores))
        names = np.hstack([who, np.broadcast_to(numbers, scores.T.shape)])
        cut = np.argpartition(-both, top - 1, axis=1)[:, :top]
        best, who = np.take_along_axis(both, cut, 1), np.take_along_axis(names, cut, 1)
    return len(by_need)
"""

DOT_TOPN = """
import numpy as np
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

def matrix(rows, skills):
    entries = [(i, skill, level / 4) for i, row in enumerate(rows) for skill, level in row]
    i, j, level = zip(*entries)
    return sparse.csr_matrix((level, (i, j)), shape=(len(rows), skills), dtype=np.float32)

def work(instance):
    asked = matrix(instance["asked"], instance["skills"])
    held = matrix(instance["held"], instance["skills"])
    one = sp_matmul_topn(asked, held.T.tocsr(), top_n=instance["top"], sort=True, n_threads=1)
    other = sp_matmul_topn(held, asked.T.tocsr(), top_n=instance["top"], sort=True, n_threads=1)
    return [one.nnz, other.nnz]
"""

OURS_COMPILED = """
import sys

def prepare(instance):
    sys.path.insert(0, instance["root"])
    from bench.rank import TODAY, build
    from matching.engine import Weights, rank
    small = build(40, 400)
    rank(small, weights=Weights(), seed="bench", today=TODAY, fast=True)
    if "market" not in globals():
        globals()["market"] = build(instance["needs"], instance["supplies"])
    return instance

def work(instance):
    from bench.rank import TODAY, TOP
    from matching.engine import Weights, rank
    ranking = rank(market, weights=Weights(), seed="bench", today=TODAY, top=TOP, fast=True)
    return [ranking.path, len(ranking.by_need.others), len(ranking.by_supply.others)]
"""

TABLES = """
create table asked (need int, skill int, level int);
create table held (supply int, skill int, level int);
"""
INDEXES = """
create index on asked (skill); create index on asked (need);
create index on held (skill) include (supply, level);
analyze asked; analyze held;
"""
BOTH_SIDES = """
create temporary table scored as
  select need, supply, sum(least(h.level, a.level) * 1000 / a.level) as score
  from asked a join held h using (skill) group by need, supply;
select count(*) from (
  select need, row_number() over (partition by need order by score desc) as place from scored
) a where place <= {top};
select count(*) from (
  select supply, row_number() over (partition by supply order by score desc) as place from scored
) b where place <= {top};
drop table scored;
"""
ONE_NEED = """
select supply, sum(least(h.level, a.level) * 1000 / a.level) as score
from asked a join held h using (skill) where a.need = {need}
group by supply order by score desc limit {top}
"""


def build(needs: int, supplies: int, *, skills: int = SKILLS, seed: int = 1) -> Market:
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


def numbers(market: Market) -> dict:
    """What the peers are given: the (skill, level) pairs of both sides."""
    return {
        "asked": [[[r.skill, r.level] for r in need.requirements] for need in market.needs],
        "held": [[[h.skill, h.level] for h in supply.held] for supply in market.supplies],
        "skills": SKILLS,
        "top": TOP,
    }


def ours(market: Market, repeats: int) -> peers.Measure:
    """``rank`` in numpy alone."""
    return peers.measure(
        lambda: (
            rank(market, weights=Weights(), seed="bench", today=TODAY, top=TOP, fast=False).path
        ),
        repeats=repeats,
    )


def by_the_wall(market: Market, repeats: int) -> peers.Measure:
    """The same as the clock on the wall has it, as a server's work can only be timed by that."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        rank(market, weights=Weights(), seed="bench", today=TODAY, top=TOP, fast=False)
        times.append(time.perf_counter() - started)
    return peers.Measure(median(times), 0.0)


class Postgres:
    """A server of its own with the two tables, or nothing where the package is missing."""

    def __init__(self) -> None:
        import psycopg2

        from tests.support.services import PostgresServer

        self.server = PostgresServer()
        self.server.start()
        self.connection = psycopg2.connect(self.server.url)
        self.connection.autocommit = True

    def close(self) -> None:
        self.connection.close()
        self.server.close()

    def load(self, market: Market) -> None:
        """Fill, index and analyse the tables."""
        from psycopg2.extras import execute_values

        rows = numbers(market)
        with self.connection.cursor() as cursor:
            cursor.execute("drop table if exists asked, held")
            cursor.execute(TABLES)
            for table in ("asked", "held"):
                values = [
                    (i, skill, level) for i, row in enumerate(rows[table]) for skill, level in row
                ]
                execute_values(cursor, f"insert into {table} values %s", values, page_size=5_000)
            cursor.execute(INDEXES)

    def both_sides(self) -> peers.Measure:
        """Everything against everything, once."""
        started = time.perf_counter()
        with self.connection.cursor() as cursor:
            cursor.execute(BOTH_SIDES.format(top=TOP))
        return peers.Measure(time.perf_counter() - started, 0.0)

    def one_need(self, needs: int) -> peers.Measure:
        """One need after another."""
        times = []
        with self.connection.cursor() as cursor:
            for need in range(needs):
                started = time.perf_counter()
                cursor.execute(ONE_NEED.format(need=need, top=TOP))
                cursor.fetchall()
                times.append(time.perf_counter() - started)
        return peers.Measure(median(times), 0.0)


def one_change(market: Market, edits: int) -> peers.Measure:
    """Replace one need after another in a resident index."""
    index = Index(market, weights=Weights(), seed="bench", today=TODAY, top=TOP)
    others = build(edits + 5, 1, seed=9).needs
    times = []
    for number, other in enumerate(others):
        changed = replace(other, key=market.needs[number].key)
        started = time.perf_counter()
        index.put_need(changed)
        times.append(time.perf_counter() - started)
    return peers.Measure(median(times[5:]), 0.0)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller sizes, three repeats")
    parser.add_argument("--no-postgres", action="store_true", help="leave PostgreSQL out")
    options = parser.parse_args(arguments)
    repeats = 3 if options.quick else 5
    python = peers.environment("numpy", "scipy", "sparse_dot_topn", "numba")

    sizes = ((250, 2_500), (1_000, 10_000))
    markets = [build(*size) for size in sizes]
    peers.heading("rank, numpy only, both sides' top 20", "scipy.sparse")
    found = []
    for market in markets:
        theirs = peers.run(SCIPY, numbers(market), python=python, repeats=repeats)
        found.append(ours(market, repeats))
        name = f"{len(market.supplies):,} x {len(market.needs):,}"
        peers.row(name, found[-1], theirs, target="at most 0.5", best=0.5)
    peers.growth("16 times the pairs", *found, target="at most 16", best=16)

    peers.heading("rank, compiled, both sides' top 20", "sparse_dot_topn")
    large = (
        ((250, 2_500), (1_000, 10_000)) if options.quick else ((2_500, 25_000), (10_000, 100_000))
    )
    compiled = []
    for needs, supplies in large:
        size = {"needs": needs, "supplies": supplies, "root": str(peers.ROOT)}
        compiled.append(peers.run(OURS_COMPILED, size, python=python, repeats=repeats))
        theirs = peers.run(
            DOT_TOPN, numbers(build(needs, supplies)), python=python, repeats=repeats
        )
        peers.row(f"{supplies:,} x {needs:,}", compiled[-1], theirs, target="at most 0.2", best=0.2)
    peers.growth("16 times the pairs", *compiled, target="at most 16", best=16)

    if options.no_postgres:
        return 0
    with closing(Postgres()) as postgres:
        peers.heading("rank, numpy only, both sides' top 20", "PostgreSQL")
        count = 0 if options.quick else 1
        postgres.load(markets[count])
        name = f"{len(markets[count].supplies):,} x {len(markets[count].needs):,}"
        ours_ = by_the_wall(markets[count], repeats)
        peers.row(name, ours_, postgres.both_sides(), target="at most 1/50", best=1 / 50)
        peers.heading("one changed need, its list and whose lists change", "PostgreSQL")
        for supplies in (2_500, 10_000) if options.quick else (25_000, 100_000):
            market = build(supplies // 10, supplies)
            postgres.load(market)
            edits = one_change(market, 30)
            theirs = postgres.one_need(30)
            peers.row(f"against {supplies:,}", edits, theirs, target="at most 1/150", best=1 / 150)
    return 0


if __name__ == "__main__":
    sys.exit(main())
