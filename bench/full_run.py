"""A run over everything on PostgreSQL, rows to rows, beside the engine's own time; and by several workers.

    script/bench full_run [--quick] [--chunk 5000]

10,000 people x 1,000 needs (``--quick`` 2,000 x 200), from reading rows to both sides' top 20 written
with reasons, near misses, openings and figures, judged; in one piece, and again in chunks. The engine's
own time is ``rank`` over the same market in memory. Both go by the wall clock and, beside it, by this
process's processor time; memory is the most that the process held. The server's is not counted. The limits
are 10 times the engine and 1 GB.
"""

import argparse
import json
import os
import statistics
import sys
import time

import market_town

MOST_TIMES, MOST_MB = 10, 1024


def engine_alone() -> dict[str, float]:
    """``rank`` over the market in memory: medians of three."""
    from django.utils import timezone

    from bench.rank import TOP
    from matching import engine, facts

    market = facts.read()
    wall, own = [], []
    for _ in range(3):
        began, busy = time.perf_counter(), time.process_time()
        ranking = engine.rank(
            market, weights=engine.Weights(), seed=1, today=timezone.localdate(), top=TOP
        )
        own.append(time.process_time() - busy)
        wall.append(time.perf_counter() - began)
    return {
        "wall": statistics.median(wall),
        "own": statistics.median(own),
        "pairs": len(ranking.joints),
    }


def whole_run(chunk: int) -> dict[str, float | str]:
    """One run as the nightly one is."""
    from django.conf import settings

    from matching import services

    settings.FORUM_RUN_CHUNK = chunk
    began, busy = time.perf_counter(), time.process_time()
    run = services.run_whole(trigger="nightly")
    return {
        "wall": time.perf_counter() - began,
        "own": time.process_time() - busy,
        "pairs": run.pairs_count,
        "chunks": run.chunks.count() or 1,
        "digest": run.result_digest,
        "megabytes": market_town.peak(),
    }


def main() -> int:
    """Lay, measure each in a process of its own, print; 1 where a limit is missed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="2,000 x 200")
    options.add_argument("--needs", type=int, default=0)
    options.add_argument("--people", type=int, default=0)
    options.add_argument("--chunk", type=int, default=2_500)
    options.add_argument("--step", choices=["engine", "run"])
    chosen = options.parse_args()
    if chosen.step:
        import django

        django.setup()
        print(json.dumps(engine_alone() if chosen.step == "engine" else whole_run(chosen.chunk)))
        return 0
    needs = chosen.needs or (200 if chosen.quick else 1_000)
    people = chosen.people or (2_000 if chosen.quick else 10_000)
    with market_town.database("full_run") as environ:
        market_town.step(environ, "bench/market_town.py", str(needs), str(people))

        def ask(*arguments: str) -> dict:
            return json.loads(market_town.step(environ, __file__, "--step", *arguments))

        alone = ask("engine")
        whole = ask("run", "--chunk", str(people + 1))
        cut = ask("run", "--chunk", str(chosen.chunk))
    print(f"{people:,} people x {needs:,} needs, {whole['pairs']:,} matches, on PostgreSQL")
    print(f"the engine alone: {alone['wall']:.2f} s ({alone['own']:.2f} s of one core)")
    for name, found in (("in one piece", whole), (f"in {cut['chunks']} chunks, one worker", cut)):
        times = found["wall"] / alone["wall"]
        print(
            f"a run {name}: {found['wall']:.1f} s ({found['own']:.1f} s of one core), {times:.0f} times "
            f"the engine, {found['megabytes']:.0f} MB at most"
        )
    same = whole["digest"] == cut["digest"]
    print(f"digests {'equal' if same else 'DIFFER'}")
    met = whole["wall"] <= MOST_TIMES * alone["wall"] and whole["megabytes"] <= MOST_MB and same
    print("met" if met else f"MISSED: at most {MOST_TIMES} times the engine and {MOST_MB} MB")
    return 0 if met else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings.test")
    sys.exit(main())
