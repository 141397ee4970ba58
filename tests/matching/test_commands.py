"""The commands of matching: a table, the reasons of a pair, a proof."""

import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from matching import services
from matching.models import MatchRun
from tests.support.databases import ROOT

# Neither Django nor the environment of the site: only where the engine lies.
JUDGE = """
import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module("matching.engine.checks", run_name="__main__")
"""


def lines(capsys):
    return capsys.readouterr().out.splitlines()


def test_match_prints_a_table_and_how_to_prove_it(market, capsys):
    call_command("match")

    out = lines(capsys)
    assert out[0].split() == (
        ["Opportunity", "Fits", "Best", "fit", "They", "gain", "It", "gains", "Priority"]
    )
    assert out[1].startswith("Where do our referrals come from?  2     ")
    assert out[3].startswith("Run ")
    assert "1 opportunities, 3 people and offers, 2 matches" in out[3]
    assert out[4].endswith(f"manage.py replay_run {out[3].split()[1].rstrip(':')}")


def test_match_explains_one_pair(market, capsys):
    call_command("match", "--explain", "referrals", market.student.slug)

    out = "\n".join(lines(capsys))
    assert "A match." in out
    assert "+ Data cleaning (You ask working, they hold practitioner)" in out
    assert "Still missing: Mapping is one level below what you ask." in out
    assert "Zebedee" not in out


def test_match_explains_what_is_in_the_way(market, capsys):
    call_command("match", "--explain", "referrals", market.beginner.slug)

    out = lines(capsys)
    assert "No match." in out
    assert "  In the way: They do not hold data cleaning yet, and you marked it essential." in out


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (("nothing", "nobody"), "There is no opportunity “nothing”."),
        (("referrals", "nobody"), "There is no person or offer “nobody”."),
    ],
)
def test_match_names_what_it_does_not_know(market, pair, words):
    with pytest.raises(CommandError, match=words):
        call_command("match", "--explain", *pair)


def test_match_does_not_explain_a_private_person(market):
    with pytest.raises(CommandError, match="This person is private, so they are not matched"):
        call_command("match", "--explain", "referrals", market.hidden.slug)


def test_replay_run_proves_the_same_answer(market, capsys):
    run = services.run_all()

    call_command("replay_run", str(run.pk))

    assert lines(capsys)[-1] == f"Run {run.pk}: the same facts gave the same 2 matches."


def test_replay_run_exits_with_1_when_the_answer_differs(market):
    run = services.run_all()
    run.result_digest = "0" * 64
    run.save()

    with pytest.raises(SystemExit) as stopped:
        call_command("replay_run", str(run.pk))

    assert stopped.value.code == 1


def test_replay_run_of_an_unknown_run(db):
    with pytest.raises(CommandError, match="There is no run 999"):
        call_command("replay_run", "999")


def test_a_run_is_written_down_without_names_and_anybody_can_judge_it(market, tmp_path, capsys):
    services.run_all()
    run = MatchRun.objects.get()
    file = tmp_path / "run.json"

    call_command("replay_run", str(run.pk), "--write", str(file))

    told, written = capsys.readouterr().out, file.read_text().lower()
    judged = subprocess.run(
        [sys.executable, "-I", "-c", JUDGE, str(ROOT), str(file)], capture_output=True, text=True
    )
    assert str(file) in told
    assert judged.returncode == 0, judged.stdout + judged.stderr
    people = [market.student, market.beginner]
    named = [*people, *(one.user for one in people if one.user), market.food_bank]
    words = {str(getattr(one, field, "")) for one in named for field in ("name", "slug", "email")}
    words |= {market.challenge.title, market.challenge.slug, market.team.title, market.team.slug}
    assert f'"person:{market.student.pk}"' in written
    assert [word for word in words - {""} if word.lower() in written] == []
    with pytest.raises(CommandError, match="could not be written"):
        call_command("replay_run", str(run.pk), "--write", str(tmp_path / "no" / "run.json"))
