"""Importing the links of a list: what is taken, what is reported, and never a circle."""

import pytest

from common.invariants import INVARIANTS
from skills import services
from skills.models import Skill, SkillLink
from tests.support.esco_files import BASE, row, take, write_broader

pytestmark = pytest.mark.django_db


def test_import_of_links_skips_groups_and_reports_unknown_skills(esco, tmp_path):
    broader = tmp_path / "broader.csv"
    broader.write_text(
        "conceptType,conceptUri,broaderType,broaderUri\n"
        f"KnowledgeSkillCompetence,{BASE}1,KnowledgeSkillCompetence,{BASE}2\n"
        f"KnowledgeSkillCompetence,{BASE}1,SkillGroup,{BASE}S1\n"
        f"KnowledgeSkillCompetence,{BASE}1,KnowledgeSkillCompetence,{BASE}404\n"
        f"KnowledgeSkillCompetence,{BASE}1,KnowledgeSkillCompetence,{BASE}1\n"
    )
    related = tmp_path / "related.csv"
    related.write_text(
        "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n"
        f"{BASE}1,knowledge,optional,knowledge,{BASE}3\n"
        f"{BASE}3,knowledge,essential,knowledge,{BASE}1\n"
    )
    paths = (related, broader, esco(row("1", "one"), row("2", "two"), row("3", "three")))

    first, second = take(*paths), take(*paths)

    pk = dict(Skill.objects.values_list("name", "pk"))
    assert set(SkillLink.objects.values_list("source", "target", "kind")) == {
        (pk["one"], pk["two"], "broader"),
        (pk["one"], pk["three"], "related"),
    }
    assert (first.links_added, first.skipped, second.links_added) == (2, 1, 0)
    assert [(p.file, p.line) for p in first.problems] == [("broader.csv", 5), ("broader.csv", 4)]


def test_a_link_that_a_custodian_removed_does_not_come_back(esco, tmp_path):
    broader = write_broader(tmp_path / "broader.csv", ("1", "2"))
    paths = (esco(row("1", "one"), row("2", "two")), broader)
    take(*paths)
    one, two = Skill.objects.order_by("name")
    services.unlink_skills(one, other=two, by=None)

    take(*paths)

    assert SkillLink.objects.count() == 0


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_row_that_closes_a_circle_is_reported_and_the_others_are_taken(esco, tmp_path, dry_run):
    broader = write_broader(tmp_path / "broader.csv", ("1", "2"), ("2", "3"), ("3", "1"))
    paths = (esco(row("1", "one"), row("2", "two"), row("3", "three")), broader)

    first = take(*paths, dry_run=dry_run)
    second = take(*paths, dry_run=dry_run)

    for tally in (first, second):
        ((problem),) = tally.problems
        assert (problem.file, problem.line) == ("broader.csv", 4)
        assert "circle" in problem.reason
    assert SkillLink.objects.count() == (0 if dry_run else 2)
    assert broken() == []


def test_a_link_that_a_custodian_made_cannot_be_closed_to_a_circle_by_a_list(
    esco, tmp_path, custodian
):
    take(esco(row("1", "one"), row("2", "two")))
    one, two = Skill.objects.order_by("name")
    services.link_skills(two, to=one, kind="broader", by=custodian)

    tally = take(write_broader(tmp_path / "broader.csv", ("1", "2")))

    assert [problem.line for problem in tally.problems] == [2]
    assert broken() == []


def test_a_list_may_turn_its_own_link_round_where_it_speaks_of_both(esco, tmp_path):
    skills = esco(row("1", "one"), row("2", "two"), row("3", "three"))
    take(skills, write_broader(tmp_path / "a.csv", ("1", "2")))

    turned = take(write_broader(tmp_path / "b.csv", ("2", "1"), ("1", "3")))
    back = take(write_broader(tmp_path / "c.csv", ("1", "2")))

    assert turned.problems == []
    assert [problem.line for problem in back.problems] == [2]
    assert broken() == []


def broken() -> list[str]:
    return [line for name, ask in INVARIANTS.items() if "SKILLS-03" in name for line in ask()]
