"""Migrated databases, made once and copied: for the session, for each xdist worker, for a Site.

Migrating from nothing takes half a minute; copying what it made takes milliseconds. The template
is keyed by every migration file's name and contents, so it is never out of date. Putting it back
after a transactional test also brings back the rows that migrations made (Wagtail's locale and
root page), which a flush would lose.
"""

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg2
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from tests.support.services import program

ROOT = Path(__file__).resolve().parents[2]
KEEP_OLD_SECONDS = 24 * 3600


@functools.cache
def fingerprint() -> str:
    """Of every migration of every installed app, and of Django."""
    found = hashlib.sha256(repr(django.VERSION).encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        name, _explicit = MigrationLoader.migrations_module(config.label)
        folder = Path(config.path) / "migrations"
        found.update(f"{config.label} {name}".encode())
        for path in sorted(folder.glob("*.py")):
            found.update(path.name.encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def template_folder() -> Path:
    """Where templates lie, shared by all runs from this folder."""
    folder = settings.VAR_DIR / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def one_at_a_time(name: str = "template") -> Iterator[None]:
    """Among all processes that test this folder."""
    with (template_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(database_url: str) -> None:
    """Migrate in a process of its own, so that this one keeps no trace of it."""
    environ = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "forum.settings.test",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"The template database could not be migrated:\n{done.stderr}"


def sqlite_template() -> Path:
    """The migrated SQLite file for these very migrations; built when there is none."""
    path = template_folder() / f"template-{fingerprint()}.sqlite3"
    with one_at_a_time():
        if path.exists():
            os.utime(path)
            return path
        part = path.with_suffix(".sqlite3-part")
        for leftover in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
            leftover.unlink(missing_ok=True)
        _migrate(f"sqlite:///{part}")
        with contextlib.closing(sqlite3.connect(part)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself
        part.rename(path)
        _forget_old("template-*.sqlite3", but=path)
    return path


def _forget_old(names: str, *, but: Path) -> None:
    """Templates of other migrations, unless somebody may still be at work with them."""
    for old in template_folder().glob(names):
        if old != but and time.time() - old.stat().st_mtime > KEEP_OLD_SECONDS:
            old.unlink()


def copy_sqlite_template(to: Path) -> Path:
    """A fresh migrated database file."""
    shutil.copyfile(sqlite_template(), to)
    to.chmod(0o600)
    return to


class SqliteCopy:
    """This session's database: a file of its own, so that threads and live servers share it."""

    def __init__(self, worker: str, folder: Path) -> None:
        self.path = folder / f"test-{worker}.sqlite3"

    def take(self) -> None:
        """Point Django at a fresh copy."""
        copy_sqlite_template(self.path)
        _point_at(str(self.path))

    def restore(self) -> None:
        """Write the template over the file through SQLite, so that open connections see it."""
        connections["default"].close()
        with (
            contextlib.closing(sqlite3.connect(self.path, timeout=20)) as ours,
            contextlib.closing(sqlite3.connect(f"file:{sqlite_template()}?mode=ro", uri=True)) as t,
        ):
            # Python's backup waits for ever on a lock; this fails after the timeout instead.
            ours.execute("BEGIN IMMEDIATE")
            ours.execute("ROLLBACK")
            ours.execute("PRAGMA synchronous=OFF")
            t.backup(ours)

    def drop(self) -> None:
        """Leave nothing behind."""
        connections["default"].close()
        for path in (self.path, Path(f"{self.path}-wal"), Path(f"{self.path}-shm")):
            path.unlink(missing_ok=True)


def keep(path: Path) -> None:
    """Write what is in this process's SQLite database to a file, to be brought back elsewhere."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(_database_file())) as ours,
        contextlib.closing(sqlite3.connect(part)) as kept,
    ):
        ours.backup(kept)
    part.rename(path)


def bring_back(path: Path) -> None:
    """Make this process's SQLite database hold what was kept."""
    connections["default"].close()
    with (
        contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as kept,
        contextlib.closing(sqlite3.connect(_database_file(), timeout=20)) as ours,
    ):
        ours.execute("PRAGMA synchronous=OFF")
        kept.backup(ours)


def _database_file() -> str:
    return str(connections["default"].settings_dict["NAME"])


class PostgresCopy:
    """This session's database on a PostgreSQL server: made from a template database."""

    def __init__(self, worker: str, server_url: str) -> None:
        self.name = f"forum_test_{worker}_{os.getpid()}"
        self.server_url = server_url

    def take(self) -> None:
        """Point Django at a fresh copy."""
        new_postgres_database(self.server_url, name=self.name)
        _point_at(self.name)

    def restore(self) -> None:
        """Drop it, whoever is still connected, and copy the template again."""
        connections["default"].close()
        new_postgres_database(self.server_url, name=self.name)

    def drop(self) -> None:
        """Leave nothing behind but the template."""
        connections["default"].close()
        drop_postgres_database(self.server_url, name=self.name)


def session_copy(worker: str, folder: Path) -> SqliteCopy | PostgresCopy:
    """The kind of copy that fits the database the settings name."""
    if connections["default"].vendor == "sqlite":
        return SqliteCopy(worker, folder)
    return PostgresCopy(worker, os.environ["DATABASE_URL"])


def new_postgres_database(server_url: str, *, name: str) -> str:
    """A fresh migrated database on that server; returns its address."""
    template = f"forum_template_{fingerprint()}"
    with one_at_a_time("template-of-postgresql"):
        known = _on_server(server_url, f"SELECT 1 FROM pg_database WHERE datname = '{template}'")
        if not known:
            _on_server(server_url, f'DROP DATABASE IF EXISTS "{template}_part" WITH (FORCE)')
            _on_server(server_url, f'CREATE DATABASE "{template}_part"')
            _fill(_with_name(server_url, f"{template}_part"))
            _on_server(server_url, f'ALTER DATABASE "{template}_part" RENAME TO "{template}"')
        drop_postgres_database(server_url, name=name)
        _on_server(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _with_name(server_url, name)


def _fill(address: str) -> None:
    """Migrate an empty database, or bring back what an earlier server was migrated to."""
    kept = template_folder() / f"template-{fingerprint()}.dump"
    if kept.exists() and _run(
        program("pg_restore"), "--single-transaction", "--no-owner", "--dbname", address, str(kept)
    ):
        return
    _migrate(address)
    part = kept.with_suffix(".dump-part")  # both templates may be made at once
    if _run(program("pg_dump"), "--format=custom", "--file", str(part), "--dbname", address):
        part.rename(kept)
        _forget_old("template-*.dump", but=kept)


def _run(command: str, *options: str) -> bool:
    """Whether a program of PostgreSQL's did it; where there is none, or another version, it did not."""
    if not command:
        return False
    return subprocess.run([command, *options], capture_output=True, check=False).returncode == 0


def drop_postgres_database(server_url: str, *, name: str) -> None:
    """Remove it, whoever is still connected."""
    _on_server(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _with_name(server_url: str, name: str) -> str:
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def _on_server(server_url: str, statement: str) -> list[tuple]:
    """Run one statement outside any transaction, on whatever database the address names."""
    connection = psycopg2.connect(server_url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def _point_at(name: str) -> None:
    """Make the default connection, of every thread, open that database."""
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
