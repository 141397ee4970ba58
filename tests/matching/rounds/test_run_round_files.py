"""``run_round`` without a database: two CSV files in, an instance that anybody can run again out."""

import csv
import json
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching.engine import rounds
from matching.engine.checks import judge
from matching.rounds import files as round_files
from tests.matching.engine import published

APPLICANTS = "applicant,choices\nAsh,Museum;Council\nBea,Museum=Council\nCal,Museum\n"
PLACEMENTS = "placement,organisation,seats,tiers\nMuseum,Trust,1,Bea;Ash=Cal\nCouncil,City,1,\n"


def files(folder: Path, applicants: str = APPLICANTS, placements: str = PLACEMENTS) -> dict:
    """The two files and the folder of the result, as options of the command."""
    (folder / "a.csv").write_text(applicants, encoding="utf-8")
    (folder / "p.csv").write_text(placements, encoding="utf-8")
    return {
        "applicants": folder / "a.csv",
        "placements": folder / "p.csv",
        "out": folder / "out",
    }


def test_two_files_are_settled_and_the_judge_agrees(tmp_path, capsys):
    call_command("run_round", json=True, **files(tmp_path))

    summary = json.loads(capsys.readouterr().out)
    assert (summary["placed"], summary["seats"], summary["judge_agrees"]) == (2, 2, True)
    document = json.loads((tmp_path / "out" / "instance.json").read_text())
    assert judge(document).holds
    with (tmp_path / "out" / "result_applicants.csv").open(newline="") as out:
        rows = {row["applicant"]: row["placement"] for row in csv.DictReader(out)}
    assert sorted(rows) == ["Ash", "Bea", "Cal"]
    assert sorted(rows.values()) == ["", "Council", "Museum"]


def test_what_was_written_is_settled_again_to_the_same(tmp_path, capsys):
    call_command("run_round", json=True, **files(tmp_path))
    first = json.loads(capsys.readouterr().out)

    call_command("run_round", json=True, instance=tmp_path / "out" / "instance.json")

    again = json.loads(capsys.readouterr().out)
    assert again["same_result"] is True
    assert (again["digest"], again["result_digest"]) == (first["digest"], first["result_digest"])


@pytest.mark.parametrize(
    ("applicants", "placements", "said"),
    [
        (
            "applicant,choices\nAsh,Zoo\n",
            PLACEMENTS,
            "a.csv, line 2: choices names placement 'Zoo'",
        ),
        (
            "applicant,choices\nAsh,Museum\nAsh,\n",
            PLACEMENTS,
            "a.csv, line 3: applicant Ash stands",
        ),
        (
            APPLICANTS,
            PLACEMENTS.replace(",1,B", ",none,B"),
            "p.csv, line 2: seats is a whole number",
        ),
        ("name,choices\nAsh,\n", PLACEMENTS, "a.csv, line 1: “name” is no column."),
        (
            "applicant,choices\nAsh\n",
            PLACEMENTS,
            "a.csv, line 2: it has 1 cells, the first line has 2",
        ),
        ("", PLACEMENTS, "a.csv, line 1: the names of the columns are missing."),
        ('applicant,choices\n"Ash,Museum\n', PLACEMENTS, "this is not CSV"),
        (APPLICANTS + "\0,x\n", PLACEMENTS, "a.csv, line 5: there is a character that no text"),
        (
            "applicant,choices\nAsh,Museum;Museum\n",
            PLACEMENTS,
            "line 2: choices names Museum twice",
        ),
    ],
)
def test_a_bad_file_is_refused_with_the_line(tmp_path, applicants, placements, said):
    with pytest.raises(CommandError) as refused:
        call_command("run_round", **files(tmp_path, applicants, placements))

    assert said in str(refused.value)
    assert refused.value.returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_utf8_is_refused_with_the_line(tmp_path):
    options = files(tmp_path)
    options["applicants"].write_bytes(b"applicant,choices\nAsh,\xff\xfe\n")

    with pytest.raises(CommandError, match=r"a\.csv, line 2: this is not UTF-8"):
        call_command("run_round", **options)


def test_a_line_break_within_quotes_counts_as_a_line(tmp_path):
    applicants = 'applicant,choices\n"Ash\nJunior",Museum\nBea,Zoo\n'

    with pytest.raises(CommandError, match=r"a\.csv, line 4: choices names placement 'Zoo'"):
        call_command(
            "run_round", **files(tmp_path, applicants, PLACEMENTS.replace("Bea;Ash=Cal", ""))
        )


@pytest.mark.parametrize(
    ("applicants", "placements"),
    [
        ("applicant,choices\n", PLACEMENTS.replace("Bea;Ash=Cal", "")),
        (APPLICANTS.split("\n", 1)[0] + "\nAsh,\n", "placement,organisation\n"),
        ("applicant,choices\nAsh,Museum\n", "placement,organisation\nMuseum,Trust\n"),
        ("applicant,choices\n", "placement,organisation\n"),
    ],
    ids=["no applicants", "no placements", "one of each", "nothing at all"],
)
def test_a_degenerate_round_ends_in_a_sentence(tmp_path, capsys, applicants, placements):
    call_command("run_round", **files(tmp_path, applicants, placements))

    assert "The judge agrees." in capsys.readouterr().out


def test_five_hundred_applicants_are_settled_from_files(tmp_path, capsys):
    draw = random.Random(2018)
    places = [f"Placement {n}" for n in range(120)]
    wanted: dict[str, list[str]] = {place: [] for place in places}
    lines = ["applicant,choices"]
    for n in range(500):
        mine = draw.sample(places, 6)
        for place in mine:
            wanted[place].append(f"Student {n}")
        lines.append(f"Student {n},{';'.join(mine)}")
    hosts = ["placement,organisation,seats,least,tiers,organisation_quota"]
    for n, place in enumerate(places):
        groups: list[list[str]] = [[], [], []]
        for one in wanted[place]:
            groups[draw.randrange(3)].append(one)
        tiers = ";".join("=".join(group) for group in groups if group)
        hosts.append(f"{place},Host {n % 40},{draw.randint(2, 5)},1,{tiers},{8 + n % 40 % 3}")

    call_command("run_round", json=True, **files(tmp_path, "\n".join(lines), "\n".join(hosts)))

    summary = json.loads(capsys.readouterr().out)
    assert summary["applicants"] == 500
    assert summary["placed"] > 300
    assert (summary["blocking_pairs"], summary["judge_agrees"], summary["complete"]) == (
        0,
        True,
        True,
    )


@pytest.mark.skipif(not published.ROUNDS.exists(), reason=f"{published.ROUNDS} is not there")
def test_the_shared_rounds_are_settled_as_published(tmp_path):
    """Every student-project instance with its known stable matchings, through the files."""
    cases = json.loads(published.ROUNDS.read_text())["student_project"]
    for number, (case, known) in enumerate(zip(cases, published.project_rounds(), strict=True)):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        lines = ["applicant,choices"]
        for who, groups in case["students"].items():
            lines.append(f"s{who},{';'.join('='.join(f'p{p}' for p in group) for group in groups)}")
        hosts = ["placement,organisation,seats,supervisor,supervisor_quota,tiers"]
        for key, row in case["projects"].items():
            chief = case["supervisors"][str(row["supervisor"])]
            ranked = chief["prefs"]
            tiers = ";".join("=".join(f"s{who}" for who in group) for group in ranked)
            hosts.append(
                f"p{key},o{row['supervisor']},{row['capacity']},v{row['supervisor']},"
                f"{chief['capacity']},{tiers}"
            )
        options = files(folder, "\n".join(lines), "\n".join(hosts))

        facts = round_files.read_round(options["applicants"], options["placements"])
        answer = rounds.settle(facts, rules=rounds.Rules(seed="1"))

        assert published.outcome(known, answer) in known.answer["weakly_stable"], known.name
        assert judge(
            json.loads(
                json.dumps(
                    rounds.round_to_json(facts, rules=rounds.Rules(seed="1"), settlement=answer)
                )
            )
        ).holds, case["name"]
