"""The database under the tests: whole, separate, and put back after whatever a test did."""

import threading

import pytest
from django.db import connection, transaction
from wagtail.models import Locale, Page

from forum.models import Loaded

pytestmark = pytest.mark.both_databases

TRANSACTIONAL = pytest.mark.django_db(transaction=True)


def rows_of_migrations() -> tuple[int, int]:
    """What Wagtail's migrations made, and a flush would lose."""
    return Locale.objects.count(), Page.objects.filter(depth=1).count()


@TRANSACTIONAL
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_transactional_test_finds_the_template_whatever_came_before(turn):
    assert Loaded.objects.count() == 0
    assert rows_of_migrations() == (1, 1)

    Loaded.objects.create(name=f"turn {turn}")
    Page.objects.all().delete()
    Locale.objects.all().delete()


def test_an_ordinary_test_finds_it_too(db):
    assert Loaded.objects.count() == 0
    assert rows_of_migrations() == (1, 1)


@TRANSACTIONAL
def test_threads_share_the_database_and_see_committed_rows_only():
    seen = []

    def look() -> None:
        seen.append(Loaded.objects.count())
        connection.close()

    with transaction.atomic():
        Loaded.objects.create(name="ours")
        reader = threading.Thread(target=look)
        reader.start()
        reader.join()
    reader = threading.Thread(target=look)
    reader.start()
    reader.join()

    assert seen == [0, 1]


@TRANSACTIONAL
def test_the_database_has_the_settings_of_the_real_one():
    asked = {
        "sqlite": ["PRAGMA journal_mode", "PRAGMA synchronous"],
        "postgresql": ["SHOW lock_timeout", "SHOW synchronous_commit"],
    }[connection.vendor]

    found = []
    with connection.cursor() as cursor:
        for statement in asked:
            cursor.execute(statement)
            found.append(cursor.fetchone()[0])

    assert found == {"sqlite": ["wal", 2], "postgresql": ["3s", "on"]}[connection.vendor]
