"""``manage.py up``: web, worker and beat together, in one terminal, stopped together."""

import fcntl
import os
import socket
import sys
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from common import demonstration
from forum.supervisor import Child, Supervisor

REFUSED = 2  # the exit code when nothing was started
EXIT_CODES = {"web": 11, "worker": 12, "beat": 13}


class Command(BaseCommand):
    """Start the whole site; Ctrl-C stops it, a second Ctrl-C does not wait."""

    help = (
        "Start web, worker and beat. PORT (8000) and HOST (127.0.0.1) choose the address. "
        "Exit code 0 after a stop that was asked for, 2 when it could not start, 11, 12 or 13 "
        "when the web, the worker or beat died."
    )
    requires_system_checks: list[str] = []  # each of the three runs them, and stops when one fails

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What ``script/server`` asks for."""
        parser.add_argument(
            "--prepare", action="store_true", help="first do what manage.py prepare does"
        )
        parser.add_argument(
            "--empty", action="store_true", help="no demo sign-ins and no page of demo mail"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the address, take the folder, start, and leave with the supervisor's code."""
        host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
        if not port.isdecimal() or not 1 <= int(port) <= 65535:
            raise CommandError(
                f"PORT must be a number from 1 to 65535, and is {port!r}.", returncode=REFUSED
            )
        _refuse_busy(host, int(port))
        lock = _take_folder()
        address = _address(host, int(port))
        if options["prepare"]:
            call_command("prepare", empty=options["empty"], stdout=self.stdout)
        demo = settings.FORUM_DEMO and not options["empty"] and _is_demonstration()
        environ = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(
                filter(None, [f"{settings.BASE_DIR}/platform", os.environ.get("PYTHONPATH", "")])
            ),
            "PYTHONUNBUFFERED": "1",
            # Celery's page-long warning in a container, where everybody is root.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "PUBLIC_BASE_URL": os.environ.get("PUBLIC_BASE_URL") or address,
        }
        if not demo:
            environ["FORUM_DEMO"] = "0"
        supervisor = Supervisor(
            children=[
                Child(name, command, EXIT_CODES[name])
                for name, command in programs(host, int(port), settings.VAR_DIR).items()
            ],
            environ=environ,
            folder=str(settings.BASE_DIR),
            is_ready=lambda: _answers(f"{address}/health/live"),
            when_ready=lambda: self._announce(address, demo=demo),
        )
        code = supervisor.run()
        lock.close()
        if code:
            sys.exit(code)

    def _announce(self, address: str, *, demo: bool) -> None:
        """Where the site is, and who one may be in it."""
        self.stdout.write("")
        self.stdout.write(self.style.SUCCESS(f"The site is at {address}/"))
        for line in _signins() if demo else ():
            self.stdout.write(line)
        self.stdout.write("Ctrl-C stops it.\n")
        self.stdout.flush()


def programs(host: str, port: int, var_dir: Path) -> dict[str, list[str]]:
    """The three processes of the Procfile, as modules of this very Python."""
    web = ["gunicorn", "forum.wsgi:application", "--no-control-socket", "--log-level=warning"]
    web += ["--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    web += ["--worker-class=gthread", "--workers=2", "--threads=4", "--timeout=60"]
    web += ["--graceful-timeout=8", "--preload"]
    celery = ["celery", "--app=forum", "--quiet"]
    worker = [*celery, "worker", "--concurrency=1", "--loglevel=WARNING"]
    worker += ["--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel=WARNING", "--pidfile="]
    beat += ["--schedule", str(var_dir / "beat-schedule")]
    named = {"web": web, "worker": worker, "beat": beat}
    return {name: [sys.executable, "-m", *command] for name, command in named.items()}


def _refuse_busy(host: str, port: int) -> None:
    """One sentence when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"The site cannot use {host} port {port} ({error.strerror or error}): stop what "
                "uses it, or choose another with PORT.",
                returncode=REFUSED,
            ) from None


def _is_demonstration() -> bool:
    """Whether the demo region is in this database; not in one that is not migrated yet."""
    try:
        return demonstration.is_built()
    except DatabaseError:
        return False
    finally:
        connection.close()


def _take_folder() -> Any:
    """Two supervisors on one folder would share beat's schedule file and spoil it."""
    lock = (settings.VAR_DIR / "up.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError(
            f"A site is already running from {settings.VAR_DIR}: stop it first, or give this one "
            "a folder of its own with VAR_DIR.",
            returncode=REFUSED,
        ) from None
    return lock


def _address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 (compared, not bound)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _answers(url: str) -> bool:
    """Whether the web process answers at all; a 503 is an answer."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 (our own address)
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _signins() -> list[str]:
    """The demo region's accounts, when it is loaded."""
    try:
        from forum.demo import signins
    except ImportError:
        return []
    return [str(line) for line in signins()]
