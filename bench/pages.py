"""Home, a story, the calendar, meetings, the theory of change and the desk, beside the Wagtail demo site.

    script/bench pages [--quick] [--repeats 9] [--without-peer]

Each page is asked of the whole site through Django's test client, with 10 events and 1 meeting and then
with 10,000 and 1,000 (``--quick`` a tenth of that) in the same database. Printed are its queries at both
sizes (the same, at most 15), the least CPU time of the whole answer (what disturbs only adds), and that
divided by the CPU time of the demo site's list of breads on its own fixture (``bench/pages_peer.py``; at
most half), as a rule and *cold*, with nothing in the cache (not judged: what is remembered is read anew
once a minute at most, or after a change). SQLite, which works inside the process whose time is taken.
Neither side carries the tests' recording of what was drawn. The answer is 1 where a limit is missed.
"""

import argparse
import gc
import os
import sys
import tempfile
import time
from pathlib import Path

import pages_peer
import pages_town

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ["DJANGO_SETTINGS_MODULE"] = "forum.settings.test"

FEW, MANY = 10, 10_000
MOST_QUERIES, MOST_RATIO = 15, 0.5
JUDGED_BY = "/breads/"
NOT_JUDGED = ("a node and its evidence", "search", "the desk", "desk: meetings")
"""Printed beside the others; no list page does what they do."""


def measured(repeats: int) -> dict[str, tuple[int, float, float]]:
    """Each page's queries, and its least seconds of CPU as a rule and with nothing in the cache."""
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, path, client in pages_town.visits():
        answer = client.get(path)  # type: ignore[attr-defined]
        assert answer.status_code == 200, (path, answer.status_code)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)  # type: ignore[attr-defined]
        queries = sum("SAVEPOINT" not in one["sql"] for one in seen.captured_queries)
        times: dict[bool, list[float]] = {False: [], True: []}
        for turn in range(2 * repeats):
            cold = turn >= repeats
            if cold:
                cache.clear()
            gc.collect()
            started = time.process_time()
            client.get(path)  # type: ignore[attr-defined]
            times[cold].append(time.process_time() - started)
        found[name] = queries, min(times[False]), min(times[True])
    return found


def compare(repeats: int, many: int, *, with_peer: bool) -> list[str]:
    """Print a line a page; returns which limits were missed."""
    pages_town.lay()
    pages_town.grow(range(FEW))
    small = measured(repeats)
    pages_town.grow(range(FEW, many))
    large = measured(repeats)
    peer = 0.0
    if with_peer:
        for address, (queries, seconds, size) in pages_peer.measure(repeats).items():
            print(
                f"{address:28} {queries:3} queries {1000 * seconds:7.1f} ms {size:9,} bytes (peer)"
            )
            peer = seconds if address.endswith(JUDGED_BY) else peer
    print(f"{FEW} events and {FEW // 10} meeting; then {many:,} and {many // 10:,}")
    missed = []
    for name, (queries, seconds, cold) in large.items():
        before, first, _ = small[name]
        ratios = f"{seconds / peer:5.2f} {cold / peer:5.2f} cold" if peer else ""
        print(
            f"{name:28} {before:3} {queries:3} queries"
            f" {1000 * first:7.1f} ms {1000 * seconds:7.1f} ms {ratios}"
        )
        if queries > MOST_QUERIES or queries != before:
            missed.append(f"{name}: {before} queries, then {queries}")
        if peer and seconds / peer > MOST_RATIO and name not in NOT_JUDGED:
            missed.append(f"{name}: {seconds / peer:.2f} of the demo site's list page")
    return missed


def main() -> int:
    """Build, measure, print; 1 where a limit was missed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="a tenth of the events")
    options.add_argument("--repeats", type=int, default=9)
    options.add_argument("--without-peer", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as room:
        os.environ["VAR_DIR"] = room
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connections

        assert connections["default"].vendor == "sqlite", "leave DATABASE_URL unset"
        settings.ALLOWED_HOSTS.append("testserver")
        call_command("migrate", verbosity=0)
        many = MANY // 10 if chosen.quick else MANY
        missed = compare(chosen.repeats, many, with_peer=not chosen.without_peer)
        connections.close_all()
    for one in missed:
        print(f"MISSED {one}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
