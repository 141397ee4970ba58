"""The database's file is nobody else's, and never on a network disk."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.models.signals import pre_migrate

from common import boot, database_file
from tests.support.databases import ROOT
from tests.support.programs import manage

MOUNTS = """proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/srv /srv/forum nfs4 rw 0 0
/dev/sdb1 /srv/forum/local\\040disk xfs rw 0 0
"""


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_first_start_makes_files_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var"

    manage("check", folder=folder)

    assert (mode(folder), mode(folder / "db.sqlite3")) == (0o700, 0o600)


def test_an_older_database_is_closed_and_so_is_its_journal(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    held = sqlite3.connect(path)
    held.execute("PRAGMA journal_mode=WAL")
    held.execute("CREATE TABLE t (n)")
    path.chmod(0o644)
    path.with_name("db.sqlite3-wal").chmod(0o644)
    assert len(database_file.wrong_with(path, "")) == 1

    database_file.close_to_others(path)

    assert {mode(one) for one in tmp_path.iterdir()} == {0o600}
    assert database_file.wrong_with(path, "") == []
    held.close()


def test_a_folder_that_many_share_is_left_open(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)

    database_file.close_to_others(tmp_path / "db.sqlite3")

    assert tmp_path.stat().st_mode & 0o7777 == 0o1777


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/db", "ext4"),
        ("/srv/forum/db", "nfs4"),
        ("/srv/forum/local disk/db", "xfs"),
        ("/srv/forumelse/db", "ext4"),
    ],
)
def test_the_disk_under_a_file_is_known(path: str, kind: str) -> None:
    assert database_file.kind_of_disk(Path(path), MOUNTS) == kind
    assert database_file.kind_of_disk(Path(path), "") == ""


def test_a_network_disk_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "db"
    path.touch(mode=0o600)

    assert database_file.wrong_with(path, f"x {tmp_path} 9p rw 0 0") == [
        "The database's file lies on a network disk (9p): SQLite would spoil it."
    ]


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no such limit")
@pytest.mark.both_databases
def test_a_statement_has_a_limit_and_a_migration_none() -> None:
    def limit() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return cursor.fetchone()[0]

    assert limit() == "2min"
    boot.without_time_limit(using="default")
    assert limit() == "0"
    boot.with_time_limit(using="default")
    assert limit() == "2min"
    assert pre_migrate.has_listeners()


def test_the_web_has_less_time_for_a_statement(tmp_path: Path) -> None:
    ask = (
        "import os, forum.wsgi; from django.conf import settings; print(settings.STATEMENT_SECONDS)"
    )

    said = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env={"PYTHONPATH": "platform:.", "VAR_DIR": str(tmp_path)}
        | {"DJANGO_SETTINGS_MODULE": "forum.settings.dev"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == "5"
