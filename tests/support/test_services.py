"""The servers that tests start: real ones, and they come back after a kill."""

import psycopg2
import pytest

pytestmark = pytest.mark.services


def on(url: str, statement: str) -> list[tuple]:
    """Run one statement and commit it."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_postgres_keeps_what_was_committed_when_it_is_killed(postgres_server):
    on(postgres_server.url, "CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)")

    postgres_server.kill()
    assert not postgres_server.answers()
    postgres_server.start()

    assert on(postgres_server.url, "SELECT number FROM kept") == [(7,)]
    on(postgres_server.url, "DROP TABLE kept")


def test_postgres_has_the_extensions_that_search_needs(postgres_server):
    rows = on(
        postgres_server.url,
        "SELECT name FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent')",
    )

    assert sorted(rows) == [("pg_trgm",), ("unaccent",)]


def test_redis_answers_again_after_a_kill(redis_server):
    assert redis_server.answers()

    redis_server.kill()
    assert not redis_server.answers()
    redis_server.start()

    assert redis_server.answers()
