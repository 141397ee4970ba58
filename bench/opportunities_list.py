"""The list of opportunities at 100,000, beside itself at a tenth: search, facets, orders, pages.

    script/bench opportunities_list [--quick] [--repeats 5] [--postgresql]

Each page is asked of the whole site through Django's test client, at a tenth of the size, then at the
full size in the same database and run. Printed for each are its queries (at most 15) and the median times
with their ratio (at most 1.5), freed of how busy the machine was by a page that knows no size. The
index of facets is built by the visit before the measured ones; how long that takes, and the visit after
a publication, are printed too and judged by nobody.

SQLite in a directory of its own, or PostgreSQL where ``DATABASE_URL`` names one; with ``--postgresql``
the tests' own server is started for it. ``--quick`` is a tenth of it all. The answer is 1 where a limit
is missed.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench")]
os.environ["DJANGO_SETTINGS_MODULE"] = "forum.settings.test"

import directory  # noqa: E402  (the same clock, server and client as the directory's judge)

SIZE = 100_000
SKILLS = 60
WORDS = ("harbour", "canal", "bus", "school", "clinic", "garden", "flood", "rent", "choir", "food")
PAGES = (
    "/opportunities/",
    "/opportunities/?closed=yes",
    "/challenges/?pattern=remote&closing=month",
    "/placements/?district=coventry&sort=closing",
    "/opportunities/?skill=skill-3&level=2&host=community&hours=part&pay=paid",
    "/opportunities/?sort=near&near=coventry",
    "/opportunities/?sort=title&page=40",
    "/opportunities/?q=harbour",
    "/opportunities/?q=data&kind=challenge",
)


def fill(numbers: range) -> None:
    """Opportunities as the site would hold them: four in five are public, three of those are open."""
    import datetime

    from django.utils import timezone

    from mission.models import District, Theme
    from opportunities.choices import Kind, Lifecycle, Pattern, PayBasis
    from opportunities.models import Opportunity, OpportunityState, Requirement
    from profiles.models import Organisation
    from skills.models import Skill

    chance = random.Random(numbers.start)
    if not Organisation.objects.exists():
        directory.fill(range(0), range(500))
        Skill.objects.bulk_create(
            Skill(name=f"Skill {n}", slug=f"skill-{n}") for n in range(SKILLS)
        )
    givers = list(Organisation.objects.all())
    skills = list(Skill.objects.filter(slug__startswith="skill-"))
    places, themes = list(District.objects.all()), list(Theme.objects.all())
    today, now = timezone.localdate(), timezone.now()
    through = Opportunity.themes.through
    for part in directory._parts(numbers):
        rows = Opportunity.objects.bulk_create(
            Opportunity(
                kind=chance.choice(Kind.values),
                title=f"{chance.choice(WORDS)} question {n}",
                slug=f"question-{n}",
                organisation=chance.choice(givers),
                summary="Data of ours that nobody has looked at, in a line or two.",
                description=f"We keep data about the {chance.choice(WORDS)}, and cannot read it.",
                district=chance.choice(places),
                pattern=chance.choice(Pattern.values),
                pay_basis=chance.choice(PayBasis.values),
                hours_per_week=chance.choice([None, 7, 15, 30]),
                closes=today + datetime.timedelta(days=chance.randint(-20, 90)),
                live=chance.random() < 0.8,
                first_published_at=now - datetime.timedelta(minutes=n),
            )
            for n in part
        )
        OpportunityState.objects.bulk_create(
            OpportunityState(
                opportunity=row,
                lifecycle=chance.choice([Lifecycle.OPEN] * 4 + [Lifecycle.CLOSED]),
                published_at=now,
            )
            for row in rows
        )
        Requirement.objects.bulk_create(
            Requirement(opportunity=row, skill=skill, level=chance.randint(1, 4))
            for row in rows
            for skill in chance.sample(skills, 3)
        )
        through.objects.bulk_create(
            through(opportunity=row, theme=chance.choice(themes)) for row in rows if themes
        )


def visits():
    """(what it is called, address, client)."""
    from django.test import Client

    anybody = Client()
    yield from ((path, path, anybody) for path in PAGES)


def built() -> None:
    """Say how long the index takes: all of it, and after one change."""
    from opportunities import finding
    from opportunities.models import Opportunity

    finding.forget()
    started = time.perf_counter()
    index = finding.current()
    whole = time.perf_counter() - started
    finding.touched(Opportunity.objects.order_by("pk").values_list("pk", flat=True)[0])
    started = time.perf_counter()
    finding.current()
    print(
        f"    index of {len(index):,}: read in {1000 * whole:.0f} ms, after one change in "
        f"{1000 * (time.perf_counter() - started):.0f} ms"
    )


def compare(repeats: int, size: int) -> list[str]:
    """Print a line a page; returns which limits were missed."""
    directory.visits = visits
    measured = []
    for part in (range(size // 10), range(size // 10, size)):
        fill(part)
        directory.settled()
        built()
        measured.append(directory.measure(repeats))
    small, large = measured
    print(f"{size // 10:,} opportunities; then ten times as many")
    missed = []
    for name, (rows, queries, seconds, peer) in large.items():
        fewer, _, before, peer_before = small[name]
        ratio = (seconds / peer) / (before / peer_before)
        print(
            f"{name:74} {queries:3} queries {1000 * before:7.1f} ms {1000 * seconds:7.1f} ms {ratio:5.2f}"
        )
        if queries > directory.MOST_QUERIES:
            missed.append(f"{name}: {queries} queries")
        if rows != fewer:
            print(f"    not judged: {fewer} rows are drawn, then {rows}")
        elif ratio > directory.MOST_RATIO:
            missed.append(f"{name}: {ratio:.2f} times the time")
    return missed


def on_postgresql(arguments: list[str]) -> int:
    """The same in a process that sees PostgreSQL from the start."""
    import subprocess

    from tests.support.services import PostgresServer, outside_postgres, started

    def run(url: str) -> int:
        environment = {**os.environ, "DATABASE_URL": url}
        command = [sys.executable, __file__, *arguments]
        return subprocess.run(command, env=environment, check=False).returncode

    if url := outside_postgres():
        return run(url)
    server = started(PostgresServer)
    try:
        return run(server.url)
    finally:
        server.close()


def main() -> int:
    """Build, measure, print; 1 where a limit was missed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="a tenth of it all")
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--postgresql", action="store_true", help="on the tests' own server")
    chosen = options.parse_args()
    if chosen.postgresql:
        return on_postgresql([one for one in sys.argv[1:] if one != "--postgresql"])
    with tempfile.TemporaryDirectory() as room:
        os.environ["VAR_DIR"] = room
        import django

        django.setup()
        from django.db import connection
        from django.test.utils import setup_test_environment, teardown_test_environment

        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(room) / "bench.sqlite3")
        setup_test_environment()
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            print(connection.vendor)
            missed = compare(chosen.repeats, SIZE // 10 if chosen.quick else SIZE)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)
            teardown_test_environment()
    for one in missed:
        print(f"MISSED {one}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
