"""The starter vocabulary: how much there is, that it is sound, and that loading it is safe."""

import csv
from collections import Counter

import pytest
from django.core.management import call_command

from skills import services
from skills.invariants import merged_skills_point_somewhere, no_alias_leads_nowhere, no_circles
from skills.models import Skill, SkillAlias, SkillLink
from skills.names import fold
from skills.reading import read_starter
from tests.support.shared_data import SHARED

DATA = SHARED / "skills"


def load() -> services.Tally:
    return services.take_in(read_starter())


def test_starter_vocabulary_is_large_enough():
    skills = read_starter().skills

    assert len(skills) >= 260
    assert sum(len(skill.aliases) for skill in skills) >= 620


def test_starter_vocabulary_describes_every_skill_in_a_line():
    wrong = [
        skill.name
        for skill in read_starter().skills
        if not 20 <= len(skill.description) <= 140 or not skill.description.endswith(".")
    ]

    assert wrong == []


def test_starter_vocabulary_holds_no_name_twice():
    skills = read_starter().skills
    names = Counter(fold(skill.name) for skill in skills)
    taken = [(s.name, a) for s in skills for a in s.aliases if fold(a) in names]

    assert [name for name, count in names.items() if count > 1] == []
    assert taken == []


def test_starter_vocabulary_names_esco_concepts_that_exist():
    path = DATA / "esco_data_skills.csv"
    if not path.exists():
        pytest.skip(f"no ESCO data at {path}")
    with path.open(encoding="utf-8", newline="") as lines:
        known = {
            row["uri"].replace("esco:", "http://data.europa.eu/esco/")
            for row in csv.DictReader(lines)
        }
    skills = read_starter().skills
    exact = [skill.uri_exact for skill in skills if skill.uri_exact]

    assert len(exact) == len(set(exact)) >= 80
    assert {skill.uri_exact or skill.uri_close for skill in skills} - {""} <= known


@pytest.mark.django_db
def test_load_vocabulary_fills_an_empty_site():
    tally = load()

    assert (tally.problems, tally.created) == ([], Skill.objects.live().count())
    assert Skill.objects.live().count() >= 250
    assert SkillAlias.objects.count() >= 600
    assert SkillLink.objects.filter(kind="broader").count() >= 200
    questions = (merged_skills_point_somewhere, no_alias_leads_nowhere, no_circles)
    assert [list(ask()) for ask in questions] == [[], [], []]


@pytest.mark.django_db
def test_load_vocabulary_again_changes_nothing_and_keeps_edits():
    load()
    skill = Skill.objects.get(slug="data-cleaning")
    Skill.objects.filter(pk=skill.pk).update(description="Ours now.")
    services.remove_alias(skill, "tidying data", by=None)
    services.retire_skill(Skill.objects.get(slug="qlik"), by=None)
    merged = Skill.objects.get(slug="looker")
    services.merge_skills(merged, into=Skill.objects.get(slug="tableau"), by=None)
    before = list(Skill.objects.order_by("pk").values())

    tally = load()

    assert (tally.created, tally.changed, tally.links_added, tally.links_removed) == (0, 0, 0, 0)
    assert list(Skill.objects.order_by("pk").values()) == before
    assert not SkillAlias.objects.filter(skill=skill, folded="tidying data").exists()


@pytest.mark.django_db
def test_load_vocabulary_command_says_what_it_did(capsys):
    call_command("load_vocabulary")
    call_command("load_vocabulary")

    lines = capsys.readouterr().out.splitlines()
    assert "0 created, 0 changed" in lines[-1]
