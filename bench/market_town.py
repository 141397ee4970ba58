"""The market of ``bench/rank.py`` as rows of the site's own tables, laid in bulk; for the benches of runs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

AT_ONCE = 5_000


@contextmanager
def database(name: str) -> Iterator[dict[str, str]]:
    """A migrated PostgreSQL database of its own; the environment for processes that use it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings.test")
    import django

    django.setup()
    from tests.support.databases import drop_postgres_database, new_postgres_database
    from tests.support.services import PostgresServer, outside_postgres, started

    outside = outside_postgres()
    server = None if outside else started(PostgresServer)
    address = outside or server.url
    name = f"forum_bench_{name}_{os.getpid()}"
    try:
        yield {**os.environ, "DATABASE_URL": new_postgres_database(address, name=name)}
    finally:
        drop_postgres_database(address, name=name)
        if server is not None:
            server.close()


def step(environ: dict[str, str], *arguments: str) -> str:
    """One step in a process of its own, so that its memory is its own; what it printed last."""
    done = subprocess.run(
        [sys.executable, *arguments], env=environ, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1]


def peak() -> float:
    """Megabytes that this process has held at most."""
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def lay(needs: int, people: int) -> None:
    """People who let themselves be matched, and open challenges, placements and jobs."""
    from django.utils import timezone

    from bench.rank import build
    from mission.models import District, Theme
    from opportunities.models import Opportunity, OpportunityState, Requirement
    from profiles.models import (
        HeldSkill,
        Organisation,
        OrganisationState,
        Person,
        Reach,
        User,
        WantedSkill,
    )
    from skills.models import Skill

    market = build(needs, people)
    Skill.objects.bulk_create(Skill(name=f"Bench {n}", slug=f"bench-{n}") for n in range(250))
    skills = list(Skill.objects.filter(slug__startswith="bench-").order_by("pk"))
    places = list(District.objects.order_by("pk"))
    themes = list(Theme.objects.order_by("pk"))
    number: Any = lambda name: int(name.rpartition("-")[2])  # noqa: E731
    about = {name: themes[n % len(themes)] for n, name in enumerate(sorted(_themes(market)))}
    where = lambda place: places[number(place) % len(places)]  # noqa: E731

    hosts = Organisation.objects.bulk_create(
        Organisation(name=f"Host {n}", slug=f"host-{n}", kind="community") for n in range(80)
    )
    OrganisationState.objects.bulk_create(
        OrganisationState(organisation=row, verified_at=timezone.now()) for row in hosts
    )
    rows = Opportunity.objects.bulk_create(
        Opportunity(
            kind="challenge",
            title=f"Question {n}",
            slug=f"question-{n}",
            organisation=hosts[int(need.organisation.partition(":")[2])],
            description="We keep data, and cannot read it.",
            district=where(need.place),
            pattern=need.pattern,
            pay_basis=need.pay,
            gives_back=sorted(need.gives_back),
            live=True,
        )
        for n, need in enumerate(market.needs)
    )
    OpportunityState.objects.bulk_create(
        OpportunityState(opportunity=row, lifecycle="open", published_at=timezone.now())
        for row in rows
    )
    Requirement.objects.bulk_create(
        Requirement(
            opportunity=row, skill=skills[asked.skill], level=asked.level, essential=asked.essential
        )
        for row, need in zip(rows, market.needs, strict=True)
        for asked in need.requirements
    )
    through = Opportunity.themes.through
    through.objects.bulk_create(
        through(opportunity=row, theme=theme)
        for row, need in zip(rows, market.needs, strict=True)
        for theme in {about[name] for name in need.themes}
    )
    for first in range(0, people, AT_ONCE):
        some = market.supplies[first : first + AT_ONCE]
        users = User.objects.bulk_create(
            User(email=f"{one.key.replace(':', '')}@people.example", name=one.key, password="!")
            for one in some
        )
        made = Person.objects.bulk_create(
            Person(
                user=user,
                name=one.key,
                slug=one.key.replace(":", "-"),
                visibility="matched",
                remote=one.remote,
            )
            for user, one in zip(users, some, strict=True)
        )
        pairs = list(zip(made, some, strict=True))
        HeldSkill.objects.bulk_create(
            HeldSkill(person=row, skill=skills[held.skill], level=held.level)
            for row, one in pairs
            for held in one.held
        )
        WantedSkill.objects.bulk_create(
            WantedSkill(person=row, skill=skills[held.skill], level=held.level)
            for row, one in pairs
            for held in one.wanted
        )
        Reach.objects.bulk_create(
            Reach(person=row, district=place)
            for row, one in pairs
            for place in {where(name) for name in one.places}
        )
        held_themes = Person.themes.through
        held_themes.objects.bulk_create(
            held_themes(person=row, theme=theme)
            for row, one in pairs
            for theme in {about[name] for name in one.themes}
        )


def _themes(market: Any) -> set[str]:
    return {name for row in (*market.needs, *market.supplies) for name in row.themes}


def main() -> None:
    """``python bench/market_town.py NEEDS PEOPLE``: lay it in the database of ``DATABASE_URL``."""
    import django

    django.setup()
    from django.db import connection

    lay(*map(int, sys.argv[1:]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print("laid")


if __name__ == "__main__":
    main()
