"""Importing lists: three-way, idempotent, and honest about each bad row."""

import gzip

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from skills import services
from skills.models import Skill, SkillAlias, SourceRecord
from skills.reading.records import Batch, SkillRecord
from skills.services import intake
from tests.factories.skills import SkillFactory
from tests.support.esco_files import BASE, HEADER, row, take
from tests.support.shared_data import SHARED

pytestmark = pytest.mark.django_db

DATA = SHARED / "skills"


def aliases(skill) -> set[str]:
    return set(SkillAlias.objects.filter(skill=skill).values_list("text", flat=True))


def test_import_reads_labels_on_lines_of_their_own(esco):
    take(esco(row("1", "data mining", "digging in data\nknowledge discovery\nData Mining")))

    skill = Skill.objects.get()
    assert (skill.name, skill.kind, skill.uri_exact) == ("data mining", "knowledge", BASE + "1")
    assert aliases(skill) == {"digging in data", "knowledge discovery"}


def test_import_twice_changes_nothing(esco):
    path = esco(row("1", "one", "uno"), row("2", "two"), name="skills_en.csv.gz")
    first = take(path)

    second = take(path)

    assert (first.created, first.changed) == (2, 0)
    assert (second.created, second.changed, second.unchanged) == (0, 0, 2)


def test_import_dry_run_writes_nothing_and_says_the_same(esco):
    path = esco(row("1", "one", "uno"), row("2", "two"))

    dry = take(path, dry_run=True)

    assert (Skill.objects.count(), SourceRecord.objects.count()) == (0, 0)
    wet = take(path)
    assert (dry.created, dry.changed) == (wet.created, wet.changed) == (2, 0)


def test_import_takes_over_what_the_list_changed_and_keeps_what_a_custodian_changed(esco):
    take(esco(row("1", "mapping", "maps\ncharts", about="old"), row("2", "tables", about="old")))
    skill = Skill.objects.get(name="mapping")
    Skill.objects.filter(pk=skill.pk).update(description="Ours.")
    services.remove_alias(skill, "maps", by=None)

    tally = take(
        esco(row("1", "mapping", "maps\natlases", about="new"), row("2", "tables", about="new"))
    )

    skill.refresh_from_db()
    assert (tally.created, tally.changed) == (0, 2)
    assert (skill.description, aliases(skill)) == ("Ours.", {"atlases"})
    assert Skill.objects.get(name="tables").description == "new"


def test_import_adopts_a_skill_of_the_same_address_or_name(esco):
    by_address = SkillFactory(name="Stats", uri_exact=BASE + "1", description="Ours.")
    by_name = SkillFactory(name="Data Mining", description="")

    tally = take(
        esco(row("1", "statistics", "sums", about="x"), row("2", "data mining", about="y"))
    )

    by_name.refresh_from_db()
    by_address.refresh_from_db()
    assert (tally.created, tally.changed) == (0, 2)
    assert (by_address.name, by_address.description) == ("Stats", "Ours.")
    assert aliases(by_address) == {"statistics", "sums"}
    assert (by_name.uri_exact, by_name.description) == (BASE + "2", "y")


def test_import_leaves_retired_and_merged_skills_alone(esco):
    take(esco(row("1", "flash", "swf"), row("2", "gone"), row("3", "heir")))
    services.retire_skill(Skill.objects.get(name="flash"), by=None)
    services.merge_skills(
        Skill.objects.get(name="gone"), into=Skill.objects.get(name="heir"), by=None
    )

    take(esco(row("1", "flash", "swf\nanimation"), row("2", "gone", "lost"), row("3", "heir")))

    assert aliases(Skill.objects.get(name="flash")) == set()
    assert aliases(Skill.objects.get(name="heir")) == {"gone", "lost"}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row("9", ""), "no name"),
        (row("9", "x" * 200), "200 characters"),
        (row("9", "x", kind="wizardry"), "unknown skill type “wizardry”"),
        (row("9", "x", "y" * 300), "alias"),
        (row("9", "x", about="z" * 5000), "description"),
        (row("1", "again"), "already"),
        (row("9", "ONE"), "another skill in use is called “one”"),
        (row("9", "x").replace("released", "obsolete"), "not released"),
        (row("9", "x").replace(BASE, "ftp://elsewhere/"), "not an ESCO address"),
        (row("9", "nul\0byte"), "null byte"),
        (row("9", "caf\udce9"), "not UTF-8"),
        ("KnowledgeSkillCompetence,short\n", "2 cells"),
    ],
)
def test_import_reports_a_bad_row_and_takes_the_others(esco, bad, reason):
    path = esco(row("1", "one", "uno"), bad, row("2", "two"))

    tally = take(path)

    assert [(p.file, p.line) for p in tally.problems] == [("skills_en.csv", 3)]
    assert reason in tally.problems[0].reason
    assert set(Skill.objects.values_list("name", flat=True)) == {"one", "two"}
    assert SkillAlias.objects.count() == 1


def test_import_names_the_line_a_row_of_many_lines_begins_on(esco):
    path = esco(row("1", "one", "a\nb\nc"), row("9", ""))

    assert [problem.line for problem in take(path).problems] == [5]


def test_a_row_that_the_database_refuses_is_left_out_whole(esco, monkeypatch):
    stock = intake._write_rows

    def refuse(plans):
        stock(plans)
        if any(plan.record.name == "bad" for plan in plans):
            raise DatabaseError("refused")

    monkeypatch.setattr(intake, "_write_rows", intake.transaction.atomic(refuse))
    path = esco(row("1", "one"), row("2", "bad", "worse"), row("3", "three"))

    tally = take(path)

    assert [(p.line, p.reason) for p in tally.problems] == [(3, "the database refused it: refused")]
    assert set(Skill.objects.values_list("name", flat=True)) == {"one", "three"}
    assert (SkillAlias.objects.count(), SourceRecord.objects.count()) == (0, 2)
    assert tally.created == 2


def test_import_of_the_government_framework_keeps_its_level_texts(tmp_path):
    path = tmp_path / "ddat.csv"
    path.write_text(
        "skill,description,awareness,working,practitioner,expert,roles\n"
        'Data ethics,About it,"You can:\n- say what it is",W,P,E,x\n,No name,a,w,p,e,x\n'
    )

    tally = take(path)

    assert (tally.created, len(tally.problems), tally.problems[0].line) == (1, 1, 4)
    assert SourceRecord.objects.get().content["levels"]["working"] == "W"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "nothing"), (b"a,b\n1,2\n", "a, b"), (b"\x00\xff", "the first line has")],
)
def test_import_of_another_file_says_what_was_expected(tmp_path, content, words):
    path = tmp_path / "other.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=words) as caught:
        call_command("import_skills", str(path))
    assert "conceptUri" in str(caught.value)


def test_import_of_a_missing_or_damaged_file_is_one_sentence(tmp_path):
    damaged = tmp_path / "x.csv.gz"
    damaged.write_bytes(gzip.compress(HEADER.encode() * 500)[:40])

    for path in (tmp_path / "none.csv", damaged):
        with pytest.raises(CommandError):
            call_command("import_skills", str(path))


def test_import_refuses_another_format_than_asked(esco):
    with pytest.raises(CommandError, match="ddat"):
        call_command("import_skills", str(esco(row("1", "one"))), "--format", "ddat")


def test_import_command_reports_on_stderr_and_sums_up(esco, capsys):
    call_command("import_skills", str(esco(row("1", "one"), row("2", ""))), "--dry-run")

    said = capsys.readouterr()
    assert "skills_en.csv, line 3: the skill has no name" in said.err
    assert said.out.startswith("Dry run, nothing written: 1 created, 0 changed")


def test_a_new_starter_edition_finds_skills_that_esco_brought_first(esco):
    take(esco(row("1", "Python (computer programming)")))
    record = SkillRecord(
        source="starter",
        key="python",
        name="Python",
        kind="tool",
        description="A language.",
        uri_exact=BASE + "1",
        file="tools.csv",
        line=2,
    )

    tally = services.take_in(Batch(skills=[record]))

    skill = Skill.objects.get()
    assert (tally.created, tally.changed, aliases(skill)) == (0, 1, {"Python"})


@pytest.mark.parametrize(
    ("names", "created"),
    [
        (["ddat_skills.csv"], 188),
        (["esco_data_skills.csv"], 887),
    ],
)
def test_import_of_the_real_lists(names, created):
    paths = [DATA / name for name in names]
    if not all(path.exists() for path in paths):
        pytest.skip(f"no skill lists at {DATA}")

    first, second = take(*paths), take(*paths)

    assert (first.created, first.problems) == (created, [])
    assert (second.created, second.changed, second.links_added) == (0, 0, 0)
