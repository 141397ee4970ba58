"""Bringing opportunities in: good files, bad files, twice, and the real briefs where they are present."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from opportunities.management.commands.import_opportunities import MAPS
from opportunities.models import Challenge, Opportunity, Placement
from opportunities.services import import_rows
from opportunities.services.import_files import FileError, read_file, read_map
from tests.factories.opportunities import make_skill
from tests.factories.profiles import (
    CustodianFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.support.shared_data import SHARED

pytestmark = pytest.mark.django_db

HEADER = "kind,organisation,title,description,skills,pattern,starts,seats\n"


@pytest.fixture
def pantry():
    return OrganisationFactory(name="Sowe Valley Pantry", slug="sowe-valley-pantry")


def written(tmp_path, text, name="rows.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def run(*args, capsys=None):
    call_command("import_opportunities", *map(str, args))


def test_pay_exceptions_and_funding_come_in_or_are_refused_in_words(tmp_path, pantry):
    header = "kind,organisation,title,description,pay_basis,pay_exception,funding_status\n"
    rows = read_file(
        written(
            tmp_path,
            header
            + "placement,sowe-valley-pantry,Audit,Mend it,expenses,Expenses,bid_in\n"
            + "placement,sowe-valley-pantry,Other,Mend it,expenses,because,\n"
            + "placement,sowe-valley-pantry,Third,Mend it,paid,,perhaps\n",
        )
    )
    done = import_rows(rows)

    made = Placement.objects.get()
    assert (made.pay_exception, made.funding_status) == ("expenses", "bid_in")
    assert [(error.line, error.reason) for error in done.errors] == [
        (3, "pay_exception: “because” is not one of none, course, volunteer, expenses."),
        (4, "funding_status: “perhaps” is not one of funded, bid_in, seeking."),
    ]


def test_a_csv_file_comes_in_once(tmp_path, pantry, capsys):
    make_skill("Statistics")
    path = written(
        tmp_path,
        HEADER
        + 'challenge,Sowe Valley Pantry,Referrals,"Two\nlines, with a comma",'
        + "Statistics:practitioner:desirable,remote,2027-01-04,2\n"
        + "placement,sowe-valley-pantry,Audit,Mend it,,,,\n",
    )

    run(path)
    run(path)

    challenge, placement = Challenge.objects.get(), Placement.objects.get()
    requirement = challenge.requirements.get()
    assert (challenge.title, challenge.description) == ("Referrals", "Two\nlines, with a comma")
    assert (challenge.seats, str(challenge.starts)) == (2, "2027-01-04")
    assert (requirement.skill.name, requirement.level, requirement.essential) == (
        "Statistics",
        3,
        False,
    )
    assert (challenge.live, placement.organisation) == (False, pantry)
    assert "0 new, 0 changed, 2 unchanged" in capsys.readouterr().out


def test_a_changed_row_changes_the_draft(tmp_path, pantry, capsys):
    first = written(tmp_path, HEADER + "challenge,sowe-valley-pantry,Referrals,Old,,,,\n")
    run(first)
    run(written(tmp_path, HEADER + "challenge,sowe-valley-pantry,Referrals,New,,,,\n"))

    assert Challenge.objects.get().description == "New"
    assert "1 changed" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(tmp_path, pantry, capsys):
    path = written(tmp_path, HEADER + "challenge,sowe-valley-pantry,Referrals,Text,,,,\n")

    run(path, "--dry-run")

    assert Opportunity.objects.count() == 0
    assert "Would be: 1 new" in capsys.readouterr().out


def test_bad_rows_are_told_by_line_and_the_others_come_in(tmp_path, pantry, capsys):
    rows = [
        "challenge,sowe-valley-pantry,Good one,Text,,remote,,",
        "challenge,nobody,No organisation,Text,,,,",
        "party,sowe-valley-pantry,Wrong kind,Text,,,,",
        "challenge,sowe-valley-pantry,,No title,,,,",
        "challenge,sowe-valley-pantry,No text,,,,,",
        "challenge,sowe-valley-pantry,Bad skill,Text,Juggling,,,",
        "challenge,sowe-valley-pantry,Bad pattern,Text,,on the moon,,",
        "challenge,sowe-valley-pantry,Bad date,Text,,,31/31/2027,",
        "challenge,sowe-valley-pantry,Early date,Text,,,1066-10-14,",
        "challenge,sowe-valley-pantry,Bad number,Text,,,,many",
        "challenge,sowe-valley-pantry,Zero seats,Text,,,,0",
        "challenge,sowe-valley-pantry,Ragged",
        f"challenge,sowe-valley-pantry,{'x' * 200},Text,,,,",
        f"challenge,sowe-valley-pantry,Long text,{'x' * 9000},,,,",
        f"challenge,sowe-valley-pantry,Longer text,{'x' * 11000},,,,",
        "challenge,sowe-valley-pantry,Control,a\x07b,,,,",
        "challenge,sowe-valley-pantry,Last one,Text,,,,",
    ]
    path = written(tmp_path, HEADER + "\n".join(rows) + "\n")

    with pytest.raises(CommandError):
        run(path)

    out = capsys.readouterr().out
    assert set(Challenge.objects.values_list("title", flat=True)) == {"Good one", "Last one"}
    for line in range(3, 18):
        assert f"rows.csv: Line {line}: " in out
    assert "2 new" in out
    assert "15 left out" in out


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\xff\xfe\x00bad", "rows.csv", "UTF-8"),
        ("title,description\n\x00,b\n", "rows.csv", "NUL"),
        ("caf\xe9,title\n".encode("latin-1"), "rows.csv", "UTF-8"),
        ("a,b\n1,2\n", "rows.csv", "title"),
        ("title,title,description\n1,2,3\n", "rows.csv", "twice"),
        ("title,description,owner\n1,2,3\n", "rows.csv", "owner"),
        ('title,description\n"unclosed,2\n', "rows.csv", "quotation mark"),
        ("", "rows.csv", "title"),
        ("{", "rows.json", "not JSON"),
        ('{"items": 3}', "rows.json", "list of items"),
        ("[" * 100_000, "rows.json", "not JSON"),
        ("x", "rows.xlsx", "neither"),
        ("title,description\n" + "a,b\n" * 5001, "rows.csv", "5,000"),
        ("x" * 5_000_001, "rows.csv", "5 MB"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(tmp_path, content, name, words):
    with pytest.raises(FileError, match=words):
        read_file(written(tmp_path, content, name))


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "not-there.csv")


def test_a_byte_order_mark_is_no_trouble(tmp_path, pantry):
    run(
        written(
            tmp_path,
            b"\xef\xbb\xbf" + (HEADER + "challenge,sowe-valley-pantry,A,B,,,,\n").encode(),
        )
    )

    assert Challenge.objects.get().title == "A"


@pytest.mark.parametrize(
    "item",
    [
        3,
        None,
        [],
        {"title": {"a": 1}, "description": "x"},
        {"title": "x", "description": ["y", "z"]},
        {"title": True, "description": "x"},
        {"title": "x", "description": "y", "owner": 3},
        {"title": "x", "description": "y", "seats": 10**30},
        {"title": "x", "description": "y", "pay_amount": "NaN"},
        {"title": "x", "description": "\ud800"},
        {"title": "x", "description": "y", "gives_back": ["nonsense"]},
        {"title": "x", "description": "y", "stages": [["student"]]},
    ],
)
def test_odd_json_items_are_reported_never_raised(tmp_path, pantry, item):
    path = written(tmp_path, json.dumps([item]), "rows.json")

    done = import_rows(read_file(path), organisation=pantry)

    assert (done.created, len(done.errors)) == (0, 1)
    assert Opportunity.objects.count() == 0


def test_the_one_who_publishes_is_a_custodian_from_outside(tmp_path, pantry):
    path = written(tmp_path, HEADER + "challenge,sowe-valley-pantry,A,B,,remote,,\n")
    insider = CustodianFactory()
    MembershipFactory(user=insider, organisation=pantry, role="member")

    with pytest.raises(CommandError, match="not a custodian"):
        run(path, "--publish-as", UserFactory().email)
    with pytest.raises(CommandError, match="left out"):
        run(path, "--publish-as", insider.email)
    assert Challenge.objects.count() == 0
    run(path, "--publish-as", CustodianFactory().email)

    assert Challenge.objects.get().live


def test_an_unconfirmed_organisation_publishes_nothing_and_the_row_is_left_out(tmp_path):
    OrganisationFactory(slug="new-ones", state="unverified")
    path = written(tmp_path, HEADER + "challenge,new-ones,A,B,,remote,,\n")

    with pytest.raises(CommandError):
        run(path, "--publish-as", CustodianFactory().email)

    assert Challenge.objects.count() == 0


def test_source_belongs_to_one_organisation(pantry):
    row = {"title": "A", "description": "B", "source": "elsewhere:1"}
    import_rows([(1, row)], organisation=pantry)

    done = import_rows([(1, row)], organisation=OrganisationFactory())

    assert "already" in done.errors[0].reason


@pytest.mark.parametrize(
    ("name", "number", "model"),
    [("nhs_internship_briefs", 21, Placement), ("correlaid_projects", 4, Challenge)],
)
def test_real_briefs_come_in_with_skills_from_their_own_words(name, number, model, capsys):
    path = SHARED / "projects" / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the reference data is not here: {path}")
    call_command("load_vocabulary")
    host = OrganisationFactory(slug="host")
    supervisor = MembershipFactory(organisation=host).user
    options = [
        path,
        *("--map", name, "--organisation", "host", "--suggest-skills"),
        *("--publish-as", CustodianFactory().email, "--supervisor", supervisor.email),
    ]

    run(*options)
    run(*options)

    rows = list(model.objects.prefetch_related("requirements__skill"))
    assert len(rows) == number
    assert all(row.live for row in rows)
    assert "0 new, 0 changed" in capsys.readouterr().out
    for row in rows:
        wanted = row.requirements.all()
        print(f"{row.title}: {', '.join(item.skill.name for item in wanted)}")
        assert 1 <= len(wanted) <= 8
        assert not any(item.essential for item in wanted)


def test_shipped_maps_are_sound():
    maps = list(MAPS.glob("*.json"))

    assert len(maps) == 2
    for path in maps:
        assert read_map(path)["columns"]["title"] == "title"
