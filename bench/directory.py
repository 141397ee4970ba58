"""The directory at 100,000 people and 5,000 organisations, beside itself at a tenth; and completing a skill's name.

    script/bench directory [--quick] [--repeats 5] [--postgresql]

Each page is asked of the whole site (policies, templates and all) through Django's test client: at
a tenth of the size, then at the full size in the same database and run. Printed for each are its
queries (at most 15) and the median times with their ratio (at most 1.5; where the smaller directory
does not fill the page, more rows are drawn and the ratio judges nothing), freed of how
busy the machine was by a page that knows no size, asked in turn with each. Then skills are completed
over ESCO's whole pillar of 13,896: the first letters of names and aliases, at most 30 ms in the
median, and whether the skill meant is among the ten.

SQLite in a directory of its own, or PostgreSQL where ``DATABASE_URL`` names one: a database beside it
is made and dropped; with ``--postgresql`` the tests' own server is started for it. ``--quick`` is a fifth of
the people. The answer is 1 where a limit is missed.
"""

import argparse
import contextlib
import csv
import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ["DJANGO_SETTINGS_MODULE"] = "forum.settings.test"

PEOPLE, ORGANISATIONS = 100_000, 5_000
MOST_QUERIES, MOST_RATIO, MOST_MS = 15, 1.5, 30.0
ASKED = 300
PEER = "/terms/"
AT_ONCE = 2_000
SKILLS = ("Data cleaning", "Mapping", "Python", "Surveys", "Dashboards", "Statistics", "SQL")
VISIBLE = ("public", "members", "matched", "private")
ANYBODY = (
    "/people/",
    "/people/?stage=graduate",
    "/people/?skill=mapping",
    "/people/?page=40",
    "/organisations/",
    "/organisations/?q=harbour",
    "/organisations/?district=coventry",
    "/organisations/?kind=community&hosting=looking",
    "/organisations/?kind=community&district=coventry",
    "/organisations/?hosting=looking&sort=new",
    "/organisations/?page=20",
)
MEMBER = ("/people/", "/people/?skill=mapping&stage=student")


def fill(people: range, organisations: range) -> None:
    """People and organisations as the site would hold them, every one in four for anybody to see."""
    from django.utils import timezone

    from mission.models import District
    from profiles.choices import Hosting, OrganisationKind, Stage
    from profiles.models import (
        HeldSkill,
        Organisation,
        OrganisationState,
        Person,
        User,
    )
    from skills.models import Skill

    chance = random.Random(people.start)
    places = list(District.objects.all())
    known = {skill.name: skill for skill in Skill.objects.filter(name__in=SKILLS)}
    made = [Skill(name=n, slug=n.lower().replace(" ", "-")) for n in SKILLS if n not in known]
    Skill.objects.bulk_create(made)
    skills = list(Skill.objects.filter(name__in=SKILLS))
    for numbers in _parts(people):
        users = User.objects.bulk_create(
            User(email=f"person{n}@people.example", name=f"Person {n}", password="!")
            for n in numbers
        )
        rows = Person.objects.bulk_create(
            Person(
                user=user,
                name=f"{chance.choice('ABCDEFGHKLMNPRSTW')}person {n}",
                slug=f"person-{n}",
                stage=chance.choice(Stage.values),
                visibility=VISIBLE[n % 4],
                district=chance.choice(places),
            )
            for n, user in zip(numbers, users, strict=True)
        )
        HeldSkill.objects.bulk_create(
            HeldSkill(person=row, skill=skill, level=chance.randint(1, 4))
            for row in rows
            for skill in chance.sample(skills, 3)
        )
    for numbers in _parts(organisations):
        rows = Organisation.objects.bulk_create(
            Organisation(
                name=f"{chance.choice(('Harbour', 'Canal', 'Tame', 'Severn'))} {n} Association",
                slug=f"organisation-{n}",
                kind=chance.choice(OrganisationKind.values),
                hosting=chance.choice((*Hosting.values, "")),
                district=chance.choice(places),
                summary="What it does, in a line or two, as people write it.",
            )
            for n in numbers
        )
        now = timezone.now()
        OrganisationState.objects.bulk_create(
            OrganisationState(organisation=row, verified_at=now) for row in rows
        )


def clock() -> float:
    """Seconds of our own work where the database is part of us; else of the clock on the wall.

    On a busy machine the first is steadier, and SQLite works inside our process.
    """
    from django.db import connection

    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def _parts(numbers: range) -> Iterator[range]:
    for start in range(numbers.start, numbers.stop, AT_ONCE):
        yield range(start, min(start + AT_ONCE, numbers.stop))


def settled() -> None:
    """What a database does by itself after some time: the index of words, and what it knows of its tables."""
    from django.core.management import call_command
    from django.db import connection

    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def visits() -> Iterator[tuple[str, str, object]]:
    """(what it is called, address, client)."""
    from django.test import Client

    from profiles.models import User

    anybody, member = Client(), Client()
    member.force_login(User.objects.get(email="person0@people.example"))
    yield from ((path, path, anybody) for path in ANYBODY)
    yield from ((f"{path} as a member", path, member) for path in MEMBER)


def measure(repeats: int) -> dict[str, tuple[int, int, float, float]]:
    """Each page's rows and queries, median seconds, and those of a page that knows no size, asked in turn with it.

    The first visit, which fills caches, does not count.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, path, client in visits():
        answer = client.get(path)  # type: ignore[attr-defined]
        assert answer.status_code == 200, (path, answer.status_code)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)  # type: ignore[attr-defined]
        queries = sum("SAVEPOINT" not in one["sql"] for one in seen.captured_queries)
        times: dict[str, list[float]] = {path: [], PEER: []}
        for one in (path, PEER) * repeats:
            started = clock()
            client.get(one)  # type: ignore[attr-defined]
            times[one].append(clock() - started)
        rows = len(answer.context["page"])
        medians = statistics.median(times[path]), statistics.median(times[PEER])
        found[name] = rows, queries, *medians
    return found


def compare(repeats: int, part: int) -> list[str]:
    """Print a line a page; returns which limits were missed."""
    people, organisations = PEOPLE // part, ORGANISATIONS
    fill(range(people // 10), range(organisations // 10))
    settled()
    small = measure(repeats)
    fill(range(people // 10, people), range(organisations // 10, organisations))
    settled()
    large = measure(repeats)
    print(f"{people // 10:,} people, {organisations // 10:,} organisations; then ten times as many")
    missed = []
    for name, (rows, queries, seconds, peer) in large.items():
        fewer, _, before, peer_before = small[name]
        # Minutes lie between the two: a machine that is busier meanwhile slows both pages alike.
        ratio = (seconds / peer) / (before / peer_before)
        print(
            f"{name:52} {queries:3} queries {1000 * before:7.1f} ms {1000 * seconds:7.1f} ms {ratio:5.2f}"
        )
        if queries > MOST_QUERIES:
            missed.append(f"{name}: {queries} queries")
        if rows != fewer:
            print(f"    not judged: {fewer} rows are drawn, then {rows}")
        elif ratio > MOST_RATIO:
            missed.append(f"{name}: {ratio:.2f} times the time")
    return missed


def esco() -> list[tuple[str, list[str]]]:
    """(name, aliases) of the whole pillar."""
    from tests.support.shared_data import SHARED

    path = SHARED / "skills" / "esco_full" / "skills_en.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [
            (row["preferredLabel"], [one for one in row["altLabels"].split("\n") if one.strip()])
            for row in csv.DictReader(lines)
        ]


def complete(repeats: int, part: int) -> list[str]:
    """Names and aliases completed from their first letters, as a browser asks while somebody types."""
    from django.core.management import call_command
    from django.test import Client

    from skills import queries
    from skills.names import fold
    from tests.support.shared_data import SHARED

    folder = SHARED / "skills" / "esco_full"
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        call_command("import_skills", str(folder / "skills_en.csv.gz"), stdout=nowhere)
    settled()
    chance = random.Random(1)
    meant = [(text, name) for name, aliases in esco() for text in (name, *aliases)]
    asked = chance.sample(meant, ASKED // part)
    client, times, hits, whole = Client(), [], 0, 0
    client.get("/skills/autocomplete/?q=data", headers={"HX-Request": "true"})
    for text, name in asked:
        typed = text[: chance.randint(2, max(3, min(14, len(text) - 1)))]
        took = []
        for _ in range(repeats):
            started = clock()
            client.get("/skills/autocomplete/", {"q": typed}, headers={"HX-Request": "true"})
            took.append(clock() - started)
        times.append(1000 * statistics.median(took))
        hits += bool(queries.autocomplete(typed))
        found = {fold(skill.name) for skill in queries.autocomplete(text)}
        whole += fold(name) in found
    middle, worst = statistics.median(times), sorted(times)[int(0.95 * len(times))]
    print(
        f"completing over {len(meant):,} names and aliases: median {middle:.1f} ms, 95 of 100 under "
        f"{worst:.1f} ms; something found for {hits} of {len(asked)} beginnings, the skill itself for "
        f"{whole} of {len(asked)} written out"
    )
    return [f"completing: {middle:.1f} ms in the median"] if middle > MOST_MS else []


def on_postgresql(arguments: list[str]) -> int:
    """The same in a process that sees PostgreSQL from the start."""
    from tests.support.services import PostgresServer, outside_postgres, started

    def run(url: str) -> int:
        command = [sys.executable, __file__, *arguments]
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode

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
    options.add_argument(
        "--quick", action="store_true", help="a fifth of the people, a fifth of the words"
    )
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--only", choices=["pages", "skills"])
    options.add_argument("--postgresql", action="store_true", help="on the tests' own server")
    chosen = options.parse_args()
    if chosen.postgresql:
        return on_postgresql([one for one in sys.argv[1:] if one != "--postgresql"])
    part = 5 if chosen.quick else 1
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
            missed = [] if chosen.only == "skills" else compare(chosen.repeats, part)
            missed += [] if chosen.only == "pages" else complete(chosen.repeats, part)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)
            teardown_test_environment()
    for one in missed:
        print(f"MISSED {one}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
