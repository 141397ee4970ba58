"""The region that ``bench/opportunities_list.py`` measures: filled in bulk, then asked page by page.

Started by it as a process of its own for each size, so that two sizes can be asked in turn on one
machine. Reads one JSON line a question and writes one a reply.
"""

import datetime
import json
import os
import random
import resource
import statistics
import sys
import time
from typing import Any

import directory

SKILLS = 60
PEOPLE_PER_OPPORTUNITY = 5
APPLICATIONS = 8
INBOX = 2_000
MATCHED = 300
WORDS = ("harbour", "canal", "bus", "school", "clinic", "garden", "flood", "rent", "choir", "food")
READER, HOST = "person0@people.example", "person1@people.example"


def fill(size: int) -> None:
    """Opportunities as the site would hold them (four in five public, most of those open), and who applied."""
    from profiles.models import Organisation
    from skills.models import Skill

    people = max(size // PEOPLE_PER_OPPORTUNITY, INBOX)
    directory.fill(range(people), range(500))
    Skill.objects.bulk_create(Skill(name=f"Skill {n}", slug=f"skill-{n}") for n in range(SKILLS))
    hosts = list(Organisation.objects.all())
    for numbers in directory._parts(range(size)):
        _opportunities(numbers, hosts)
    _inbox()
    _applications(size)
    _matches()


def _opportunities(numbers: range, hosts: list[Any]) -> None:
    from django.utils import timezone

    from mission.models import District, Theme
    from opportunities.choices import Kind, Lifecycle, Pattern, PayBasis
    from opportunities.models import Opportunity, OpportunityState, Requirement
    from skills.models import Skill

    chance = random.Random(numbers.start)
    skills = list(Skill.objects.filter(slug__startswith="skill-"))
    places, themes = list(District.objects.all()), list(Theme.objects.all())
    today, now = timezone.localdate(), timezone.now()
    through = Opportunity.themes.through
    rows = Opportunity.objects.bulk_create(
        Opportunity(
            kind=chance.choice(Kind.values),
            title=f"{chance.choice(WORDS)} question {n}",
            slug=f"question-{n}",
            organisation=chance.choice(hosts),
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
        for n in numbers
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
    about = [through(opportunity=row, theme=chance.choice(themes)) for row in rows if themes]
    through.objects.bulk_create(about)


def _inbox() -> None:
    """One placement that many want, and who reads what they wrote."""
    from opportunities.models import Opportunity
    from profiles.choices import Role
    from profiles.models import Membership, User

    asked = Opportunity.objects.filter(live=True, kind="placement").earliest("pk")
    Membership.objects.create(
        organisation=asked.organisation, user=User.objects.get(email=HOST), role=Role.LEAD
    )


def asked_for() -> Any:
    """The placement that many want."""
    from opportunities.models import Opportunity

    return Opportunity.objects.filter(live=True, kind="placement").earliest("pk")


def _applications(size: int) -> None:
    from django.utils import timezone

    from opportunities.application_choices import ApplicationState
    from opportunities.models import Application, Opportunity
    from profiles.models import Person

    chance, popular, now = random.Random(size), asked_for(), timezone.now()
    people = list(
        Person.objects.exclude(user__email__in=[READER, HOST]).values_list("pk", flat=True)
    )
    others = Opportunity.objects.exclude(pk=popular.pk).exclude(kind="job")
    keys = list(others.values_list("pk", flat=True))
    asked = [(popular.pk, one) for one in people[:INBOX]]
    asked += [(key, one) for key in keys for one in chance.sample(people, APPLICATIONS)]
    states = [*["received"] * 3, "reading", "shortlisted", "declined", "withdrawn", "released"]
    for numbers in directory._parts(range(len(asked))):
        Application.objects.bulk_create(
            Application(
                opportunity_id=asked[n][0],
                person_id=asked[n][1],
                label=f"A{n}",
                state=ApplicationState(chance.choice(states)),
                sent_at=now - datetime.timedelta(minutes=n % 40_000),
                answer_by=timezone.localdate() + datetime.timedelta(days=n % 14),
            )
            for n in numbers
        )


def _matches() -> None:
    """What the matcher found for the reader, and twenty for one person in ten."""
    from matching.choices import RunState
    from matching.models import Match, MatchRun, WeightSet
    from opportunities.models import Opportunity
    from profiles.models import HeldSkill, Person
    from skills.models import Skill

    chance = random.Random(7)
    weights = WeightSet.objects.get(is_current=True)
    run = MatchRun.objects.create(
        state=RunState.DONE, weights=weights, engine_version="1", seed=1, today="2026-01-01"
    )
    words = {"supply": {"yours": [{"text": "You have what is asked for."}], "theirs": []}}
    words["supply"] |= {"missing": "", "change": "", "notes": []}  # type: ignore[dict-item]
    keys = list(Opportunity.objects.open().exclude(kind="job").values_list("pk", flat=True))
    reader = Person.objects.get(user__email=READER)
    reader.held.all().delete()
    for skill in Skill.objects.filter(slug__startswith="skill-")[:6]:
        HeldSkill.objects.create(person=reader, skill=skill, level=3)
    people = list(Person.objects.exclude(pk=reader.pk).order_by("pk").values_list("pk", flat=True))
    pairs = [(key, reader.pk) for key in chance.sample(keys, min(MATCHED, len(keys)))]
    pairs += [(key, one) for one in people[::10] for key in chance.sample(keys, 20)]
    for numbers in directory._parts(range(len(pairs))):
        Match.objects.bulk_create(
            Match(
                run=run,
                opportunity_id=pairs[n][0],
                person_id=pairs[n][1],
                fit=(scored := chance.randint(1000, 9000)),
                benefit=scored,
                joint=scored,
                reasons={"words": words},
            )
            for n in numbers
        )


def _words() -> None:
    """The index of words, whose weights of titles the backend would work out anew after each part."""
    from django.db import connection
    from modelsearch.backends import get_search_backend

    from opportunities.models import Opportunity

    index = get_search_backend().get_index_for_model(Opportunity)
    weigh, index._refresh_title_norms = index._refresh_title_norms, lambda **_: None
    rows = Opportunity.objects.select_related("organisation").order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    for part in directory._parts(range(len(keys))):
        index.add_items(Opportunity, list(rows.filter(pk__in=keys[part.start : part.stop])))
    weigh(full=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _client(who: str) -> Any:
    from django.test import Client

    from profiles.models import User

    client = Client()
    if who:
        client.force_login(User.objects.get(email={"reader": READER, "host": HOST}[who]))
    return client


def ask(path: str, who: str, clients: dict[str, Any]) -> dict[str, Any]:
    """One visit: its seconds, queries and rows."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = clients.setdefault(who, _client(who)) if who not in clients else clients[who]
    path = path.replace("INBOX", f"{asked_for().get_absolute_url()}applications/")
    started = time.perf_counter()
    answer = client.get(path)
    seconds = time.perf_counter() - started
    assert answer.status_code == 200, (path, answer.status_code)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    queries = sum("SAVEPOINT" not in one["sql"] for one in seen.captured_queries)
    page = answer.context.get("page") if answer.context else None
    rows = len(page) if page is not None else 0
    slow = sorted(seen.captured_queries, key=lambda one: -float(one["time"]))[:3]
    told = [f"{one['time']} {one['sql'][:700]}" for one in slow]
    return {"seconds": seconds, "queries": queries, "rows": rows, "slow": told}


def index() -> dict[str, Any]:
    """How long the index takes, all of it and after one change, and what it weighs."""
    from opportunities import finding
    from opportunities.models import Opportunity

    finding.forget()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    found = finding.current()
    whole = time.perf_counter() - started
    found.newest, found.closing, found.titles  # noqa: B018  (worked out when first asked for)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    keys = Opportunity.objects.order_by("pk").values_list("pk", flat=True)
    changes = []
    for key in keys[:3]:
        finding.touched(key)
        started = time.perf_counter()
        finding.current()
        changes.append(time.perf_counter() - started)
    return {
        "rows": len(found),
        "whole": whole,
        "change": statistics.median(changes),
        "kilobytes": grown,
        "bytes": sum(
            array.nbytes + (sum(map(sys.getsizeof, array)) if array.dtype == object else 0)
            for array in _arrays(found)
        ),
    }


def _arrays(index: Any) -> list[Any]:
    pairs = [*index.columns.tags.values(), *index.rows.values()]
    return [*index.facts.values(), *pairs, index.newest, index.closing, index.titles]


def main() -> int:
    """Fill a database of the size asked for, then reply until nothing more is asked."""
    size, keep = int(sys.argv[1]), "--keep" in sys.argv
    os.environ["DJANGO_SETTINGS_MODULE"] = "forum.settings.test"
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    settings, folder = connection.settings_dict, os.environ["VAR_DIR"]
    sqlite = connection.vendor == "sqlite"
    settings["TEST"]["NAME"] = f"{folder}/bench.sqlite3" if sqlite else f"bench_{size}"
    setup_test_environment()
    before = settings["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=keep, serialize=False)
    from matching.models import Match

    started = time.perf_counter()
    if not Match.objects.exists():
        fill(size)
        _words()
    print(json.dumps({"filled": time.perf_counter() - started}), flush=True)
    clients: dict[str, Any] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        page = asked["path"] != "index"
        reply = ask(asked["path"], asked["who"], clients) if page else index()
        print(json.dumps(reply), flush=True)
    if not keep:
        connection.creation.destroy_test_db(before, verbosity=0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
