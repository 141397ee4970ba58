"""Real placement briefs and charity challenges, matched with people built from a real framework.

Each role level of the data family of the government's framework becomes a person who holds just what that level asks.
The top five briefs of each are printed (run with ``-s``), and the promises of the matcher are asked of the real market.
"""

import csv
import json
from dataclasses import replace
from itertools import groupby

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from matching import engine, facts
from matching.engine import checks
from matching.models import Match
from matching.services import run_all
from opportunities.models import Opportunity
from profiles.models import HeldSkill, Person, WantedSkill
from skills.models import Skill
from skills.queries import suggest_for
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.support.shared_data import SHARED

ROLES = SHARED / "skills" / "ddat_role_skill_levels.csv"
SEED = 7
LEVELS = ("awareness", "working", "practitioner", "expert")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not ROLES.exists(), reason=f"the reference data is not at {SHARED}"),
]


def role_levels() -> list[tuple[str, dict[str, int]]]:
    """Each role level of the data family: its name, and the level of each skill it asks for."""
    with ROLES.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["role_family"] == "Data" and row["level_no"].isdigit()
        ]
    found: dict[str, dict[str, int]] = {}
    for (role, level), group in groupby(rows, key=lambda row: (row["role"], row["role_level"])):
        name = level if role.lower() in level.lower() else f"{level} ({role})"
        found.setdefault(name, {}).update({row["skill"]: int(row["level_no"]) for row in group})
    return sorted(found.items())


def framework_words() -> dict[str, dict[int, str]]:
    """What the framework says of each skill at each level, cumulatively, as one text."""
    with (SHARED / "skills" / "ddat_skills.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    words = {}
    for row in rows:
        texts = [row["skill"], row["description"]]
        words[row["skill"].lower()] = {
            number: " ".join([*texts, *(row[name] for name in LEVELS[:number])])
            for number in range(1, 5)
        }
    return words


def build_people(by_name: dict[str, int]) -> dict[int, str]:
    """A matchable person for each role level: their primary key and the name of the level.

    Students, since most of the briefs are for students. They hold the framework's skills, and the
    vocabulary's skills that the framework's own words for that level suggest, as somebody would who
    pastes the text into the profile and ticks what fits.
    """
    words = framework_words()
    names = {}
    for number, (name, levels) in enumerate(role_levels()):
        person = Person.objects.create(
            user=UserFactory(),
            name=f"Role {number}",
            slug=f"role-{number}",
            stage="student",
            visibility="matched",
        )
        held: dict[int, int] = {}
        for skill, level in levels.items():
            said = suggest_for(words[skill.lower()][level], limit=8)
            for pk in [by_name[skill.lower()], *(found.pk for found, _ in said)]:
                held[pk] = max(level, held.get(pk, 0))
        HeldSkill.objects.bulk_create(
            HeldSkill(person=person, skill_id=skill, level=level) for skill, level in held.items()
        )
        WantedSkill.objects.bulk_create(
            WantedSkill(person=person, skill_id=skill, level=level + 1)
            for skill, level in held.items()
            if level < 4
        )
        names[person.pk] = name
    return names


@pytest.fixture(scope="module")
def laid_market(django_db_setup, django_db_blocker):
    """Laid once: each test works in a savepoint above it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield lay_market()
        transaction.set_rollback(True)


@pytest.fixture
def market(laid_market, db):
    return laid_market


def lay_market() -> tuple[engine.Market, dict[int, str]]:
    """The vocabulary, the framework's skills, the 25 briefs published, and a person for each role level."""
    call_command("load_vocabulary", verbosity=0)
    call_command("import_skills", str(SHARED / "skills" / "ddat_skills.csv"))
    host = OrganisationFactory(name="A real host", slug="a-real-host", kind="public")
    supervisor = MembershipFactory(organisation=host).user
    for name in ("nhs_internship_briefs", "correlaid_projects"):
        call_command(
            "import_opportunities",
            str(SHARED / "projects" / f"{name}.json"),
            "--map",
            name,
            "--organisation",
            host.slug,
            "--suggest-skills",
            "--publish-as",
            CustodianFactory().email,
            "--supervisor",
            supervisor.email,
        )
    by_name = {name.lower(): pk for name, pk in Skill.objects.live().values_list("name", "pk")}
    for alias, pk in Skill.objects.live().values_list("aliases__text", "pk"):
        if alias:
            by_name.setdefault(alias.lower(), pk)
    names = build_people(by_name)
    return facts.read(), names


def rank(market: engine.Market) -> engine.Ranking:
    return engine.rank(
        market, weights=engine.Weights(), seed=SEED, today=timezone.localdate(), top=20
    )


def scores(ranking: engine.Ranking) -> set[tuple[str, str, int, int, int]]:
    return {
        (pair.need, pair.supply, pair.fit, pair.benefit, pair.joint) for pair in ranking.pairs()
    }


def test_real_briefs_meet_people_built_from_real_role_levels(market, capsys):
    facts_read, names = market
    assert Opportunity.objects.public().count() == 25
    assert len(facts_read.needs) == Opportunity.objects.open().count()
    assert len(names) > 20

    ranking = rank(facts_read)
    run_all()

    _print_the_top_five(ranking, names, capsys)
    assert _judged(facts_read, ranking).holds
    assert Match.objects.filter(is_current=True).exists()
    assert all(0 <= pair.fit <= 10_000 and 0 <= pair.benefit <= 10_000 for pair in ranking.pairs())
    for pair in ranking.pairs():
        assert pair.fit == sum(part.points for part in pair.parts_need)
        assert pair.benefit == sum(part.points for part in pair.parts_supply)


def test_order_of_the_rows_and_a_stranger_change_nothing(market):
    facts_read, _ = market
    ranking = rank(facts_read)

    turned = replace(facts_read, needs=facts_read.needs[::-1], supplies=facts_read.supplies[::-1])
    stranger = engine.Supply(key="person:0", kind="person", held=())
    joined = replace(facts_read, supplies=(*facts_read.supplies, stranger))

    assert scores(rank(turned)) == scores(ranking)
    assert scores(rank(joined)) == scores(ranking)


def test_fit_never_falls_when_somebody_learns(market):
    facts_read, _ = market
    before = {(pair.need, pair.supply): pair.fit for pair in rank(facts_read).pairs()}

    better = replace(
        facts_read,
        supplies=tuple(
            replace(
                supply,
                held=tuple(replace(row, level=min(4, row.level + 1)) for row in supply.held),
            )
            for supply in facts_read.supplies
        ),
    )
    ranking = engine.rank(
        better,
        weights=engine.Weights(),
        seed=SEED,
        today=timezone.localdate(),
        top=len(better.supplies),
    )
    after = {(pair.need, pair.supply): pair.fit for pair in ranking.pairs()}

    assert before
    assert all(after[pair] >= fit for pair, fit in before.items())


def _judged(market: engine.Market, ranking: engine.Ranking) -> checks.Verdict:
    document = engine.to_json(
        market,
        weights=engine.Weights(),
        seed=SEED,
        today=timezone.localdate(),
        ranking=ranking,
    )
    return checks.judge(json.loads(json.dumps(document)))


def _print_the_top_five(ranking: engine.Ranking, names: dict[int, str], capsys) -> None:
    titles = {
        f"opportunity:{pk}": title for pk, title in Opportunity.objects.values_list("pk", "title")
    }
    with capsys.disabled():
        print(f"\n{len(ranking.by_need)} open briefs, {len(names)} role levels")
        for pk, name in sorted(names.items(), key=lambda row: row[1]):
            best = ranking.for_supply(f"person:{pk}")[:5]
            print(f"{name}: {len(best)} of the top five")
            for pair in best:
                print(f"    {pair.joint / 100:5.1f}  {titles[pair.need]}")
