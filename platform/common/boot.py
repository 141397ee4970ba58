"""Settings read back from what is really running: a database that forgets commits is found at boot.

Run by ``manage.py check --database default`` and ``migrate``, and by ``/health/ready``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from common import database_file

SQLITE_FULL = 2


def wrong_database_settings(alias: str = "default") -> list[str]:
    """Sentences about each setting without which an acknowledged commit may be lost."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        return _wrong_on_sqlite(connection)
    if connection.vendor == "postgresql":
        return _wrong_on_postgresql(connection)
    return [f"{connection.vendor} is not a database this site is made for."]


def _wrong_on_sqlite(connection: Any) -> list[str]:
    wrong = []
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        timeout = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    in_memory = connection.is_in_memory_db()
    if str(mode).lower() != "wal" and not in_memory:
        wrong.append(f"SQLite's journal_mode is {mode}, not WAL: readers and writers would block.")
    if synchronous < SQLITE_FULL:
        wrong.append("SQLite's synchronous is below FULL: a power cut may lose what was saved.")
    if timeout < 5000:
        wrong.append("SQLite waits less than 5 s for a lock: busy moments would end in errors.")
    if (connection.transaction_mode or "").upper() != "IMMEDIATE":
        wrong.append("SQLite's transactions are not IMMEDIATE: most rival writers would fail.")
    if not in_memory:
        wrong += database_file.wrong_with(Path(connection.settings_dict["NAME"]))
    return wrong


def _wrong_on_postgresql(connection: Any) -> list[str]:
    wrong = []
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            value = cursor.fetchone()[0]
            if value not in ("on", "remote_write", "remote_apply", "local"):
                wrong.append(f"PostgreSQL's {name} is {value}: a crash may lose what was saved.")
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "0":
                wrong.append(f"PostgreSQL's {name} is not set: one visitor could hold up the rest.")
        cursor.execute("SHOW server_encoding")
        if cursor.fetchone()[0] != "UTF8":
            wrong.append("PostgreSQL's encoding is not UTF8: some names could not be stored.")
    return wrong


def without_time_limit(using: str, **kwargs: Any) -> None:
    """Before migrations: a table may take longer to change than any page may take."""
    _say_on_postgresql(using, "SET statement_timeout = 0")


def with_time_limit(using: str, **kwargs: Any) -> None:
    """After migrations: as the settings say."""
    _say_on_postgresql(using, "RESET statement_timeout")


def _say_on_postgresql(using: str, sql: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(sql)


@register(Tags.database)
def check_database_settings(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Read the database's own settings back: an error in real use, a warning in a demonstration."""
    level = checks.Warning if settings.FORUM_DEMO else Error
    return [
        level(sentence, id="common.E002")
        for alias in databases or ()
        for sentence in wrong_database_settings(alias)
    ]


@register(Tags.security, deploy=True)
def check_deployment(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """What must not be left as on a laptop when the site faces the world."""
    found: list[CheckMessage] = []
    if settings.FORUM_DEMO:
        found.append(Error("FORUM_DEMO is on: anybody could sign in.", id="common.E003"))
    if not settings.PUBLIC_BASE_URL.startswith("https://"):
        found.append(Error("PUBLIC_BASE_URL is not https: links in mails.", id="common.E004"))
    if settings.EMAIL_BACKEND != "common.mail_backend.OutboxBackend":
        found.append(Error("EMAIL_BACKEND bypasses the outbox.", id="common.E005"))
    if settings.FORUM_MAIL_BACKEND.rpartition(".")[0].endswith(("console", "locmem", "dummy")):
        found.append(checks.Warning("FORUM_MAIL_BACKEND sends nothing.", id="common.W001"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS allows every host.", id="common.E006"))
    if settings.SESSION_ENGINE.endswith(".cache"):
        found.append(
            Error("Sessions live in the cache only: an eviction signs all out.", id="common.E007")
        )
    return found
