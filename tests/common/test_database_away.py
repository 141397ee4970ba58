"""A database that is busy or away is 503 in words, whichever layer meets it; our faults are 500."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from common.database_errors import will_pass

Failing = Callable[[], None]


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Failing]:
    """Raises what SQLite really raises when somebody else holds the database."""
    holder = sqlite3.connect(tmp_path / "held", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    rival = sqlite3.connect(tmp_path / "held", timeout=0)
    yield lambda: wrapped(rival, "SELECT * FROM sqlite_master")
    rival.close()
    holder.close()


@pytest.fixture
def faulty() -> Iterator[Failing]:
    """Raises what SQLite really raises for a column that a migration would have made."""
    database = sqlite3.connect(":memory:")
    yield lambda: wrapped(database, "SELECT missing FROM sqlite_master")
    database.close()


def wrapped(database: sqlite3.Connection, sql: str) -> None:
    try:
        database.execute(sql)
    except sqlite3.OperationalError as error:
        raise OperationalError(*error.args) from error


@contextmanager
def failing(table: str, fail: Failing) -> Iterator[None]:
    """Every query that names a table fails."""

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if f'"{table}"' in sql:
            fail()
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


@pytest.fixture
def visitor(ada: Any, settings: Any) -> Client:
    """Somebody signed in, on the middlewares of real use."""
    settings.CUSTODIANS_NEED_SECOND_FACTOR = True
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("/skills/", "django_session"),
        ("/me/", "django_session"),
        ("/skills/", "profiles_user"),
        ("/skills/", "skills_skill"),
        ("/no/such/page/", "wagtailredirects_redirect"),
    ],
)
def test_a_locked_database_is_503_in_every_layer(
    visitor: Client, locked: Failing, path: str, table: str
) -> None:
    with failing(table, locked):
        response = visitor.get(path)

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Back in a few minutes" in response.content.decode()
    assert "locked" not in response.content.decode()


@pytest.mark.django_db
def test_a_closed_connection_is_503(visitor: Client) -> None:
    def closed() -> None:
        raise InterfaceError("connection already closed")

    with failing("skills_skill", closed):
        assert visitor.get("/skills/").status_code == 503
    with failing("common_work", closed):
        assert visitor.get("/health/queue").status_code == 503


@pytest.mark.django_db
def test_a_fault_of_ours_is_500_and_its_cause_is_logged(
    visitor: Client, faulty: Failing, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger("django.request")
    log.addHandler(caplog.handler)
    try:
        with failing("skills_skill", faulty):
            response = visitor.get("/skills/")
    finally:
        log.removeHandler(caplog.handler)

    assert response.status_code == 500
    assert "no such column: missing" in caplog.text


@pytest.mark.django_db
def test_a_busy_moment_is_logged_with_its_cause(
    visitor: Client, locked: Failing, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger("django.request")
    log.addHandler(caplog.handler)
    try:
        with failing("skills_skill", locked):
            visitor.get("/skills/")
    finally:
        log.removeHandler(caplog.handler)

    assert "OperationalError: database is locked" in caplog.text


@pytest.mark.parametrize(
    ("code", "passes"),
    [
        (None, True),  # no connection: the server said nothing
        ("08006", True),
        ("40P01", True),
        ("53300", True),
        ("55P03", True),
        ("57014", True),
        ("57P01", True),
        ("25P03", True),
        ("25P02", False),
        ("42P01", False),
    ],
)
def test_postgresqls_codes_tell_a_busy_server_from_a_fault(code: str | None, passes: bool) -> None:
    cause = Exception()
    cause.pgcode = code  # type: ignore[attr-defined]
    error = OperationalError()
    error.__cause__ = cause

    assert will_pass(error) is passes


def test_other_errors_do_not_pass() -> None:
    assert not will_pass(ValueError())
    assert not will_pass(None)
