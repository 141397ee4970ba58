"""``rank``: who should talk to whom.

Supplies are taken a chunk at a time, and each need is held against the chunk at once; only pairs
whose bound reaches a list are scored. Everything that is compared is an integer; ties are cut by
levels used, then by a lottery. Reference for the reciprocal harmonic mean: Pizzato, Rej, Chung,
Koprinska and Kay, "RECON", RecSys 2010.
"""

import time
from collections.abc import Iterator
from datetime import date

import numpy as np

from . import compiled, encode
from .asked import Asked, Batch
from .bounds import Bounds
from .doors import Doors
from .encode import Chunk
from .lists import MOST_ROWS, USED_BITS, Best, Tickets
from .plan import Plan
from .ranking import Lists, Progress, Ranking
from .refusals import check_question
from .rows import Scorer
from .types import Market
from .weights import Weights


def rank(
    market: Market,
    *,
    weights: Weights,
    seed: int | str,
    today: date,
    top: int = 20,
    progress: Progress | None = None,
    time_limit: float | None = None,
    fast: bool | None = None,
) -> Ranking:
    """Score every need against every supply and keep the best ``top`` of each side.

    Time is at most proportional to needs x supplies; memory to the rows, the lists and one
    chunk. ``progress`` is called with (needs done, needs), at most once per need. Raises
    ValueError for ``top`` below 1 or more rows than MOST_ROWS, TimeoutError when ``time_limit``
    seconds have passed. ``fast`` asks for the compiled path, or for numpy; None takes what is
    there and pays. The answer is the same.
    """
    if type(market) is not Market or type(weights) is not Weights:
        raise ValueError(f"A ranking has a market and weights, not {market!r} and {weights!r}.")
    check_question(top, today, time_limit)
    needs, supplies = market.needs, market.supplies
    for name, rows in (("needs", needs), ("supplies", supplies)):
        if len(rows) > MOST_ROWS:
            raise ValueError(f"One run takes {MOST_ROWS:,} {name} at most, not {len(rows):,}.")
    seed = str(seed)
    plan = Plan(needs, weights=weights, today=today)
    loops = None
    if compiled.wanted(len(needs) * len(supplies), fast):
        loops = compiled.Compiled(plan, top, compiled.compile_kernels())
    clock = _Clock(progress, time_limit, len(needs), -(-len(supplies) // encode.WIDTH) or 1)
    of_needs = Best(top, Tickets(market, seed), len(needs), of_needs=True)
    found = []
    for first in range(0, max(1, len(supplies)), encode.WIDTH):
        some = supplies[first : first + encode.WIDTH]
        chunk = Chunk(some, market.affine, weights=weights, today=today)
        of_supplies = Best(top, Tickets(market, seed, first), len(some), of_needs=False)
        near = _Near(plan, chunk, Doors(plan, chunk, market), loops, clock)
        for numbers, columns, keys in near.scored(of_needs):
            of_supplies.add(columns, numbers, keys)
            of_needs.add(numbers, columns + first, keys)
        lists, others, keys = of_supplies.finish()
        found.append((lists + first, others, keys))
        of_needs.cut()
        clock.tell(len(needs))
        clock.chunks_done += 1
    return Ranking(
        market=market,
        weights=weights,
        seed=seed,
        today=today,
        top=top,
        by_need=Lists(needs, supplies, *of_needs.finish()),
        by_supply=Lists(
            supplies, needs, *(np.concatenate(rows) for rows in zip(*found, strict=True))
        ),
        path="compiled" if loops else "numpy",
    )


class _Near:
    """The pairs of a chunk that may be on a list, scored."""

    def __init__(self, plan: Plan, chunk: Chunk, doors: Doors, loops, clock: "_Clock") -> None:
        self.plan = plan
        self.chunk = chunk
        self.doors = doors
        self.loops = loops
        self.clock = clock
        self.scorer = Scorer(plan, chunk, doors)

    def scored(self, of_needs: Best) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """(needs, columns, keys), a part at a time."""
        plan, scorer, clock = self.plan, self.scorer, self.clock
        hopeless = (plan.lengths == 0) & (plan.weights.no_requirements < plan.weights.least_fit)
        worth = plan.open & ~hopeless
        apart = np.flatnonzero(worth & (scorer.rare | ~plan.bounded)).tolist()
        bounded = np.flatnonzero(worth & ~scorer.rare & plan.bounded).tolist()
        done = plan.count - len(bounded) - len(apart)
        for n in apart:
            columns, keys = scorer.holders(n) if scorer.rare[n] else scorer.all(n)
            yield _listed(np.full(len(columns), n), columns, keys)
            self.chunk.trim()
            done += 1
            clock.tell(done)
        if self.loops:
            yield from self.loops.score(
                self.chunk, self.doors, scorer, bounded, lambda more: clock.tell(done + more)
            )
            return
        bounds = Bounds(plan, self.chunk, self.doors, of_needs.top)
        needs, columns = bounds.shortlist(
            bounded, of_needs.least >> USED_BITS, lambda more: clock.tell(done + more)
        )
        for first in range(0, len(bounded), compiled.TOGETHER):
            some = np.array(bounded[first : first + compiled.TOGETHER], dtype=np.int64)
            start, stop = np.searchsorted(needs, (some[0], some[-1] + 1))
            asked = Asked(Batch(plan, some), self.chunk, self.doors)
            keys = scorer.exact(asked, needs[start:stop], columns[start:stop])
            yield _listed(needs[start:stop], columns[start:stop], keys)
            self.chunk.trim()


def _listed(needs: np.ndarray, columns: np.ndarray, keys: np.ndarray):
    some = np.flatnonzero(keys > 0)
    return needs[some], columns[some], keys[some]


class _Clock:
    """Progress in needs, and the time limit."""

    def __init__(self, progress, limit: float | None, needs: int, chunks: int) -> None:
        self.progress = progress
        self.needs = needs
        self.chunks = chunks
        self.chunks_done = 0
        self.told = 0
        self.ends = None if limit is None else time.monotonic() + limit
        self.limit = limit

    def tell(self, done: int) -> None:
        """So many needs were held against this chunk."""
        if self.ends is not None and time.monotonic() > self.ends:
            raise TimeoutError(f"The ranking took more than {self.limit} seconds.")
        if self.progress:
            done = (self.chunks_done * self.needs + done) // self.chunks
            if done > self.told:
                self.told = done
                self.progress(done, self.needs)
