"""``manage.py report_run``: the measures of a stored run."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from matching import measuring, services
from matching.engine.measures import Share
from matching.models import Introduction, Match


def introduce(match):
    """The two sides of this match were introduced."""
    return Introduction.objects.create(
        match=match,
        opportunity=match.opportunity,
        person=match.person,
        offer=match.offer,
        state="introduced",
        need_answer="yes",
        supply_answer="yes",
        introduced_at=timezone.now(),
        expires_at=timezone.now(),
    )


def test_a_run_is_measured_by_its_own_lists(market, django_assert_num_queries):
    run = services.run_all()
    second = Match.objects.get(run=run, rank_for_need=2)
    introduce(second)

    with django_assert_num_queries(3):
        found = measuring.measure(run)

    assert found.needs == Share(1, 1)
    assert found.supplies == Share(2, 3)
    assert found.introduced == 1
    assert found.precision[1] == Share(0, 1)
    assert found.recall[5] == Share(1, 1)
    assert found.first.pairs == 1
    assert found.everyone.pairs == 2
    assert found.everyone.smaller <= min(found.everyone.need, found.everyone.supply)
    assert [(group.name, group.share) for group in found.kinds.groups] == [("community", 1.0)]
    assert found.envy.envious == Share(1, 2)
    assert found.envy.most == second.benefit


def test_the_report_in_words(market, capsys):
    run = services.run_all()

    call_command("report_run", str(run.pk))

    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0].startswith(f"Run {run.pk}, ")
    assert lines[1].split("  ")[0] == "Opportunities with a match"
    assert lines[1].endswith("1 of 1 (100.0 %)")
    assert lines[3].endswith("0")
    assert lines[4].endswith("0 of 0")
    assert lines[6].endswith("none known")


def test_the_report_for_a_program(market, capsys):
    run = services.run_all()

    call_command("report_run", str(run.pk), "--json")

    found = json.loads(capsys.readouterr().out)
    assert found["needs"] == {"part": 1, "whole": 1}
    assert found["envy"]["envious"]["whole"] == 2


def test_an_introduction_outside_the_run_is_not_counted(market):
    run = services.run_all()
    facts = run.facts
    facts["market"]["needs"] = [{"key": "opportunity:0"}]
    run.facts = facts
    introduce(Match.objects.filter(run=run).first())

    found = measuring.measure(run)

    assert found.introduced == 0
    assert found.needs == Share(0, 1)


def test_an_unknown_run_and_one_without_facts_are_refused(market):
    run = services.run_all()
    run.facts = {}
    run.save()

    with pytest.raises(CommandError, match="There is no run 999"):
        call_command("report_run", "999")
    with pytest.raises(CommandError, match="This run's facts were not kept"):
        call_command("report_run", str(run.pk))
