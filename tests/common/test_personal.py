"""Every field of every table says what it is for; the register and the clocks follow from that."""

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.test.utils import isolate_apps

from common import personal, privacy_register, retention
from common.personal import Declaration, part

CLOCKS = frozenset(retention.CLOCKS)


def a_part(fields: str, kept: str = "account") -> personal.Part:
    return part(fields, why="a reason", basis="contract", kept=kept, seen="you")


@pytest.fixture
def diary(monkeypatch):
    """A table about people that nobody has declared yet."""
    with isolate_apps("common"):

        class Diary(models.Model):
            owner = models.ForeignKey("profiles.User", on_delete=models.CASCADE)
            address = models.EmailField()
            note = models.TextField()
            mood = models.PositiveSmallIntegerField()

            class Meta:
                app_label = "common"

    monkeypatch.setattr(personal, "_tables", lambda: [Diary])
    monkeypatch.setattr(personal, "DECLARATIONS", {})
    return Diary


def declare(**fields) -> None:
    personal.DECLARATIONS["common.Diary"] = Declaration("common.Diary", "A diary", **fields)


def test_every_field_of_every_table_is_declared() -> None:
    assert list(personal.faults(CLOCKS)) == []
    assert len(personal.DECLARATIONS) > 100


def test_a_new_table_is_a_fault(diary) -> None:
    assert list(personal.faults(CLOCKS)) == [
        "common.Diary: no personal_data.py says what its fields are for."
    ]


def test_a_new_field_is_a_fault(diary) -> None:
    declare(parts=(a_part("owner address"),), plain=frozenset({"id", "mood"}))

    assert list(personal.faults(CLOCKS)) == [
        "common.Diary.note: say what it is for, or that it is not about people."
    ]


def test_a_field_that_has_gone_or_was_said_twice_is_a_fault(diary) -> None:
    declare(parts=(a_part("owner address note note"),), plain=frozenset({"id", "mood", "weather"}))

    assert list(personal.faults(CLOCKS)) == [
        "common.Diary.note: declared 2 times.",
        "common.Diary.weather: declared, but there is no such field.",
    ]


def test_what_points_at_somebody_cannot_be_called_not_personal(diary) -> None:
    declare(parts=(a_part("mood"),), plain=frozenset({"id", "owner", "address", "note"}))

    assert list(personal.faults(CLOCKS)) == [
        "common.Diary.address: an address is about somebody.",
        "common.Diary.note: free text in a table about people: give a reason under words.",
        "common.Diary.owner: it points at a user.",
    ]


def test_a_time_that_no_clock_keeps_is_a_fault(diary) -> None:
    declare(
        parts=(a_part("owner address note", kept="when we feel like it"),),
        plain=frozenset({"id", "mood"}),
    )

    assert list(personal.faults(CLOCKS)) == [
        "common.Diary: 'when we feel like it' is no clock, so nothing would end it."
    ]


def test_each_clock_ends_something_that_is_declared_or_says_its_own() -> None:
    kept = {one.kept for row in personal.declared() for one in row.parts}
    own = {
        "common.work",
        "community.response_drafts",
        "matching.rings",
        "profiles.accounts",
        "profiles.unconfirmed",
    }

    assert CLOCKS - kept == own


def test_a_basis_that_the_law_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="no legal basis"):
        part("name", why="a reason", basis="curiosity", kept="account", seen="you")


def test_the_register_in_the_docs_is_what_the_declarations_say() -> None:
    page = privacy_register.path().read_text()

    assert page == privacy_register.written(page)
    call_command("privacy_register", "--check", verbosity=0)


def test_an_old_register_is_noticed(tmp_path, monkeypatch) -> None:
    page = tmp_path / "privacy.md"
    page.write_text(f"Words.\n{privacy_register.BEGIN}\nOUTDATED\n{privacy_register.END}\nMore.\n")
    monkeypatch.setattr(privacy_register, "path", lambda: page)

    with pytest.raises(CommandError, match="out of date"):
        call_command("privacy_register", "--check")
    call_command("privacy_register")

    text = page.read_text()
    assert text.startswith("Words.\n")
    assert text.endswith("\nMore.\n")
    assert "OUTDATED" not in text
