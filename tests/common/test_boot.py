"""Settings that lose commits are found when the site starts."""

from typing import Any

import pytest
from django.core.checks import ERROR, WARNING
from django.db import connection

from common import boot


@pytest.mark.django_db
@pytest.mark.both_databases
def test_the_settings_of_the_site_hold() -> None:
    wrong = boot.wrong_database_settings()

    # The PostgreSQL of quick tests runs without fsync, and the check is right to say so; with it,
    # tests/forum/test_production.py reads a whole one.
    assert wrong == (
        ["PostgreSQL's fsync is off: a crash may lose what was saved."]
        if connection.vendor == "postgresql" and "fsync" in "".join(wrong)
        else []
    )


@pytest.mark.parametrize(("demo", "level"), [(False, ERROR), (True, WARNING)])
def test_what_is_wrong_stops_real_use_and_warns_in_a_demonstration(
    monkeypatch: pytest.MonkeyPatch, settings: Any, demo: bool, level: int
) -> None:
    monkeypatch.setattr(boot, "wrong_database_settings", lambda alias: ["Wrong."])
    settings.FORUM_DEMO = demo

    (found,) = boot.check_database_settings(databases=["default"])

    assert (found.level, found.id, found.msg) == (level, "common.E002", "Wrong.")


def test_without_databases_nothing_is_asked() -> None:
    assert boot.check_database_settings(databases=None) == []


class FakeCursor:
    """Answers as a badly set up server would."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers

    def __enter__(self) -> "FakeCursor":
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def execute(self, sql: str) -> "FakeCursor":
        self.asked = sql
        return self

    def fetchone(self) -> tuple[Any]:
        return (self.answers[self.asked],)


class FakeConnection:
    """A connection with given answers."""

    def __init__(self, vendor: str, answers: dict[str, Any], mode: str = "") -> None:
        self.vendor = vendor
        self.answers = answers
        self.transaction_mode = mode

    def cursor(self) -> FakeCursor:
        return FakeCursor(self.answers)

    def is_in_memory_db(self) -> bool:
        return True  # files have tests of their own


GOOD_SQLITE = {
    "PRAGMA journal_mode": "wal",
    "PRAGMA synchronous": 2,
    "PRAGMA busy_timeout": 20000,
}
GOOD_POSTGRESQL = {
    "SHOW fsync": "on",
    "SHOW full_page_writes": "on",
    "SHOW synchronous_commit": "on",
    "SHOW server_encoding": "UTF8",
    "SHOW statement_timeout": "5s",
    "SHOW lock_timeout": "3s",
    "SHOW idle_in_transaction_session_timeout": "30s",
}


def wrong(monkeypatch: pytest.MonkeyPatch, fake: FakeConnection) -> list[str]:
    monkeypatch.setattr(boot, "connections", {"default": fake})
    return boot.wrong_database_settings()


@pytest.mark.parametrize(
    ("change", "mode", "word"),
    [
        ({"PRAGMA synchronous": 1}, "IMMEDIATE", "synchronous"),
        ({"PRAGMA busy_timeout": 0}, "IMMEDIATE", "lock"),
        ({}, "", "IMMEDIATE"),
    ],
)
def test_each_wrong_setting_of_sqlite_is_named(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], mode: str, word: str
) -> None:
    (sentence,) = wrong(monkeypatch, FakeConnection("sqlite", {**GOOD_SQLITE, **change}, mode))

    assert word in sentence


@pytest.mark.parametrize(
    "change",
    [
        {"SHOW fsync": "off"},
        {"SHOW full_page_writes": "off"},
        {"SHOW synchronous_commit": "off"},
        {"SHOW server_encoding": "SQL_ASCII"},
        {"SHOW statement_timeout": "0"},
        {"SHOW lock_timeout": "0"},
        {"SHOW idle_in_transaction_session_timeout": "0"},
    ],
)
def test_each_wrong_setting_of_postgresql_is_named(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    fake = FakeConnection("postgresql", {**GOOD_POSTGRESQL, **change})
    [setting] = change

    (sentence,) = wrong(monkeypatch, fake)

    assert setting.removeprefix("SHOW ").removeprefix("server_") in sentence


def test_good_settings_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong(monkeypatch, FakeConnection("sqlite", GOOD_SQLITE, "IMMEDIATE")) == []
    assert wrong(monkeypatch, FakeConnection("postgresql", GOOD_POSTGRESQL)) == []


def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong(monkeypatch, FakeConnection("mysql", {})) == [
        "mysql is not a database this site is made for."
    ]


def test_deployment_checks_name_each_mistake(settings: Any) -> None:
    settings.FORUM_DEMO = True
    settings.PUBLIC_BASE_URL = "http://x.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.FORUM_MAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    settings.ALLOWED_HOSTS = ["*"]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"

    assert [found.id for found in boot.check_deployment()] == [
        "common.E003",
        "common.E004",
        "common.E005",
        "common.W001",
        "common.E006",
        "common.E007",
    ]


def test_a_good_deployment_is_silent(settings: Any) -> None:
    settings.FORUM_DEMO = False
    settings.PUBLIC_BASE_URL = "https://x.example"
    settings.EMAIL_BACKEND = "common.mail_backend.OutboxBackend"
    settings.FORUM_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.ALLOWED_HOSTS = ["x.example"]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"

    assert boot.check_deployment() == []
