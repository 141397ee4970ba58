"""``manage.py prepare``: from whatever is there to a database that the site can start on.

Migrates, loads the starter vocabulary and the Forum's pages, and then either the demo region with
its matches or, with ``--empty``, the first custodian. What is done already is skipped quickly.
"""

import hashlib
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q

from common.policies import CUSTODIANS
from forum.models import Loaded


@dataclass(frozen=True)
class Step:
    """Starting data: the command that loads it, and the folder it is read from."""

    name: str
    title: str
    command: str
    folder: str


STARTERS = (
    Step("vocabulary", "loading the starter vocabulary", "load_vocabulary", "skills"),
    Step("pages", "loading the Forum's pages", "load_pages", "cms"),
)
DEMO = Step("demo", "building the demo region and its matches", "seed_demo", "platform/forum/demo")
EMPTY = "empty"  # the name under which a start with --empty is remembered


class Command(BaseCommand):
    """Bring the database to where the site can start; running it twice changes nothing."""

    help = "Migrate, load the starting data, and load the demo region unless --empty."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one choice: with the demo region, or without."""
        parser.add_argument(
            "--empty",
            action="store_true",
            help="no demo region; asks for the first custodian (or reads CUSTODIAN_EMAIL)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step that is not done yet."""
        self.started = time.monotonic()
        self._migrate()
        for step in STARTERS:
            self._load(step)
        if options["empty"]:
            self._first_custodian()
            self._mark(EMPTY, digest="yes")
        elif self._wants_demo():
            self._load_demo()
        call_command("refresh_search", stdout=self.stdout)
        self._say("the database is ready")

    def _say(self, text: str) -> None:
        """One step, with the seconds since the command began."""
        self.stdout.write(f"[{time.monotonic() - self.started:5.1f} s] {text}")
        self.stdout.flush()

    def _migrate(self) -> None:
        """Apply what is not applied; say how much, since the first time takes a while."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self._say(f"migrating the database ({len(plan)} steps)")
            call_command("migrate", interactive=False, verbosity=0)

    def _load(self, step: Step) -> None:
        """Run a loader unless the very same data is in the database."""
        digest = _digest(settings.BASE_DIR / step.folder, settings.PUBLIC_BASE_URL)
        known = Loaded.objects.filter(name=step.name).values_list("digest", flat=True).first()
        if known == digest:
            return
        self._say(step.title)
        if known is None:
            self._mark(step.name, digest="")
        call_command(step.command, stdout=self.stdout)
        self._mark(step.name, digest=digest)

    def _load_demo(self) -> None:
        """Build the region, once: who removed it does not want it back after an upgrade."""
        known = Loaded.objects.filter(name=DEMO.name).first()
        if known and known.digest:
            return
        if known:
            self._say("taking away a demo region that was not finished")
            call_command("remove_demo", stdout=self.stdout)
        self._load(DEMO)

    def _mark(self, name: str, *, digest: str) -> None:
        """Remember what this database holds."""
        Loaded.objects.update_or_create(name=name, defaults={"digest": digest})

    def _wants_demo(self) -> bool:
        """Whether fictional people may be put here: never among real ones."""
        if not settings.FORUM_DEMO:
            return False
        if Loaded.objects.filter(name=DEMO.name).exists():
            return True
        if Loaded.objects.filter(name=EMPTY).exists() or get_user_model().objects.exists():
            self._say("left without the demo region, as it was (manage.py seed_demo loads it)")
            return False
        return True

    def _first_custodian(self) -> None:
        """Somebody must be able to approve what others send in."""
        if Loaded.objects.filter(name=DEMO.name).exists():
            self._say("the demo region is in this database already and stays in it")
        custodians = Q(groups__name=CUSTODIANS) | Q(is_superuser=True)
        if get_user_model().objects.filter(custodians, is_active=True).exists():
            return
        email = os.environ.get("CUSTODIAN_EMAIL", "").strip()
        if not email and sys.stdin is not None and sys.stdin.isatty():
            email = input("E-mail address of the first custodian: ").strip()
        if not email:
            raise CommandError(
                "An empty site needs a first custodian: run this in a terminal, or set "
                "CUSTODIAN_EMAIL to their address.",
                returncode=2,
            )
        call_command("create_custodian", email, stdout=self.stdout)


def _digest(folder: Path, address: str) -> str:
    """Of everything that a loader may read: the files of a folder, and the site's address."""
    found = hashlib.sha256(address.encode())
    for path in sorted(_sources(folder)):
        found.update(str(path.relative_to(folder)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    """The files of a folder, without migrations and what Python leaves behind."""
    for path in folder.rglob("*"):
        if path.is_file() and not {"__pycache__", "migrations"} & set(path.parts):
            yield path
