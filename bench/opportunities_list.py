"""The list of opportunities and a full inbox at 100,000 and 500,000 applications, beside a tenth of it.

    script/bench opportunities_list [--quick] [--repeats 9] [--postgresql] [--keep]

Two processes hold a region each (``bench/opportunities_town.py``), and each page is asked of both in
turn, so that a busy machine slows both alike. Printed for each page are its queries (at most 15), the
median times and their ratio (at most 1.5); then what the index of the lists takes, which nobody judges.

SQLite in a directory of its own, or PostgreSQL where ``DATABASE_URL`` names one; with ``--postgresql``
the tests' own server is started for it. ``--quick`` is a tenth of it all; ``--keep`` uses what an earlier
run with it left in the database. The answer is 1 where a limit is missed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench")]

import directory  # noqa: E402  (its limits, and where its PostgreSQL comes from)

SIZE = 100_000
SIX = (
    "kind=challenge&kind=placement&pattern=remote&pattern=hybrid&hours=few&hours=part&closing=month"
    "&host=community&host=public&host=university&skill=skill-1&skill=skill-2&skill=skill-3&skill=skill-4"
)
PAGES = (
    ("/opportunities/", ""),
    ("/opportunities/?closed=yes", ""),
    ("/challenges/?pattern=remote&closing=month", ""),
    ("/placements/?district=coventry&sort=closing", ""),
    ("/opportunities/?sort=near&near=coventry", ""),
    ("/opportunities/?sort=title&page=40", ""),
    (f"/opportunities/?{SIX}", ""),
    ("/opportunities/?q=data", ""),
    ("/opportunities/?q=harbour", ""),
    ("/opportunities/?q=harbour+question", ""),
    (f"/opportunities/?q=harbour&{SIX}", ""),
    ("/opportunities/?sort=fits", "reader"),
    ("/opportunities/?sort=fits&q=data", "reader"),
    (f"/opportunities/?sort=fits&q=data&{SIX}", "reader"),
    (f"/opportunities/?sort=fits&{SIX}", "reader"),
    ("INBOX", "host"),
    ("INBOX?page=40", "host"),
    ("INBOX?tab=over&page=3", "host"),
    ("/me/now/", "host"),
)


class Town:
    """One region, in a process of its own."""

    def __init__(self, size: int, room: str, *, keep: bool) -> None:
        self.size = size
        folder = Path(room) / str(size)
        folder.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [
                *(sys.executable, str(ROOT / "bench" / "opportunities_town.py"), str(size)),
                *(["--keep"] if keep else []),
            ],
            env={
                **os.environ,
                "VAR_DIR": str(folder),
                "PYTHONPATH": os.pathsep.join(sys.path[:3]),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def reply(self) -> dict[str, Any]:
        """The next line that it says."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the region of {self.size} ended")
        return json.loads(line)

    def ask(self, path: str, who: str = "") -> dict[str, Any]:
        """One visit, or one of the questions that are no page."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"path": path, "who": who}) + "\n")
        self.process.stdin.flush()
        return self.reply()

    def close(self) -> None:
        """Let it go, and take its database away unless it is kept."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def measured(towns: list[Town], path: str, who: str, repeats: int) -> list[dict[str, Any]]:
    """Each region's rows, queries and median seconds, asked in turn; the first visit does not count."""
    found: list[dict[str, Any]] = [town.ask(path, who) for town in towns]
    times: list[list[float]] = [[] for _ in towns]
    for _ in range(repeats):
        for place, town in enumerate(towns):
            found[place] = town.ask(path, who)
            times[place].append(found[place]["seconds"])
    return [
        {**one, "seconds": statistics.median(took)} for one, took in zip(found, times, strict=True)
    ]


def compare(towns: list[Town], repeats: int) -> list[str]:
    """Print a line a page; returns which limits were missed."""
    missed = []
    for path, who in PAGES:
        few, many = measured(towns, path, who, repeats)
        ratio = many["seconds"] / few["seconds"]
        name = path.replace(SIX, "(six facets)") + (f" as {who}" if who else "")
        print(
            f"{name.replace(SIX, '…six facets'):56} {many['queries']:3} queries {1000 * few['seconds']:7.1f} ms "
            f"{1000 * many['seconds']:7.1f} ms {ratio:5.2f}",
            flush=True,
        )
        if max(few["queries"], many["queries"]) > directory.MOST_QUERIES:
            missed.append(f"{name}: {many['queries']} queries")
        if few["rows"] != many["rows"]:
            print(f"    not judged: {few['rows']} rows are drawn, then {many['rows']}")
        elif ratio > directory.MOST_RATIO:
            missed.append(f"{name}: {ratio:.2f} times the time")
            print("    " + "\n    ".join(many["slow"]))
    for town in towns:
        index = town.ask("index")
        print(
            f"index of {index['rows']:,} at {town.size:,}: read in {index['whole']:.2f} s, after one change "
            f"in {1000 * index['change']:.0f} ms; the process grew by {index['kilobytes'] / 1024:.0f} MB "
            f"meanwhile, and the index holds {index['bytes'] / 2**20:.1f} MB"
        )
    return missed


def main() -> int:
    """Build, measure, print; 1 where a limit was missed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="a tenth of it all")
    options.add_argument("--repeats", type=int, default=9)
    options.add_argument("--postgresql", action="store_true", help="on the tests' own server")
    options.add_argument("--keep", action="store_true", help="keep the databases for the next run")
    chosen = options.parse_args()
    if chosen.postgresql:
        directory.__file__ = __file__
        return directory.on_postgresql([one for one in sys.argv[1:] if one != "--postgresql"])
    size = SIZE // 10 if chosen.quick else SIZE
    with tempfile.TemporaryDirectory() as room:
        towns = []
        try:
            for one in (size // 10, size):
                towns.append(Town(one, room, keep=chosen.keep))
                print(f"{one:,} filled in {towns[-1].reply()['filled']:.0f} s", flush=True)
            missed = compare(towns, chosen.repeats)
        finally:
            for town in towns:
                town.close()
    for one in missed:
        print(f"MISSED {one}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
