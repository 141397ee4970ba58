"""A site of real processes, to be killed: web, worker and beat as ``manage.py up`` starts them.

site = run_site()                                  # SQLite and the filesystem transport
site.start("web", "worker", "beat")
with site.database():                              # the site's database, through the models
    user = UserFactory()
visitor = site.visitor(user)                       # signed in
site.pause_answers()
site.in_background(lambda: visitor.post("/challenges/new/", {...}))
site.wait_until_paused()
site.kill("web")
site.start("web")
site.wait_until(lambda: ..., what="the mail is sent")
"""

import contextlib
import email
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from forum.management.commands.up import programs
from tests.support.databases import (
    ROOT,
    copy_sqlite_template,
    drop_postgres_database,
    new_postgres_database,
)
from tests.support.services import free_port
from tests.support.visitors import Visitor, answers

START_SECONDS = 90.0
WAIT_SECONDS = 30.0


class Site:
    """One site with a folder, a database and processes of its own.

    ``environ`` adds environment variables, ``settings`` overrides settings (JSON values only).
    """

    def __init__(
        self,
        folder: Path,
        *,
        blocker,
        redis_url: str = "",
        postgres_url: str = "",
        environ: dict[str, str] | None = None,
        settings: dict[str, Any] | None = None,
    ) -> None:
        self.folder = folder
        self.var_dir = folder / "var"
        self.var_dir.mkdir(parents=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._blocker = blocker
        if postgres_url:
            name = f"forum_site_{os.getpid()}_{self.port}"
            self.database_url = new_postgres_database(postgres_url, name=name)
            self._drop = lambda: drop_postgres_database(postgres_url, name=name)
        else:
            copy_sqlite_template(self.var_dir / "db.sqlite3")
            self.database_url = f"sqlite:///{self.var_dir / 'db.sqlite3'}"
            self._drop = lambda: None
        self.environ = self._environ(redis_url, settings or {}, environ or {})

    def _environ(self, redis_url: str, overrides: dict, extra: dict[str, str]) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "tests.support.site_settings",
            "VAR_DIR": str(self.var_dir),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": settings.SECRET_KEY,  # so that sessions made in the test are known
            "PUBLIC_BASE_URL": self.url,
            "FORUM_DEMO": "1",
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            "FORUM_TEST_SETTINGS": json.dumps(overrides),
            **extra,
        }

    # Processes

    def start(self, *names: str) -> None:
        """Start some of web, worker, beat (all three when none is named) and wait for them."""
        commands = programs("127.0.0.1", self.port, self.var_dir)
        begun = {name: len(self.log(name)) for name in names or commands}
        for name in begun:
            with self._log_path(name).open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    [part.replace("loglevel=WARNING", "loglevel=INFO") for part in commands[name]],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=ROOT,
                    env=self.environ,
                    start_new_session=True,
                )
        self.wait_until(
            lambda: all(self._is_up(name, offset) for name, offset in begun.items()),
            seconds=START_SECONDS,
            what=f"{', '.join(begun)} answer",
        )

    def _is_up(self, name: str, offset: int) -> bool:
        code = self.processes[name].poll()
        assert code is None, f"{name} ended with {code}:\n{self.log(name)[-3000:]}"
        if name == "web":
            return answers(f"{self.url}/health/live")
        return {"worker": " ready.", "beat": "beat: Starting"}[name] in self.log(name)[offset:]

    def kill(self, name: str) -> None:
        """``kill -9`` of the process and of all it started."""
        self._signal(name, signal.SIGKILL)
        self.processes.pop(name).wait()

    def stop(self, name: str) -> None:
        """Ask it to end, as the supervisor does."""
        process = self.processes.pop(name)
        process.terminate()
        try:
            process.wait(timeout=20)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def freeze(self, name: str) -> None:
        """Stop the clock of a process (SIGSTOP): whatever it holds, it goes on holding."""
        self._signal(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let it go on."""
        self._signal(name, signal.SIGCONT)

    def _signal(self, name: str, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, number)

    def _log_path(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def log(self, name: str) -> str:
        """All that a process has said."""
        path = self._log_path(name)
        return path.read_text(errors="replace") if path.exists() else ""

    def close(self) -> None:
        """Kill whatever still runs."""
        for name in list(self.processes):
            self.kill(name)
        self._drop()

    def __enter__(self) -> "Site":
        """For use without the fixture."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Leave no process behind."""
        self.close()

    # Moments

    def wait_until(
        self, condition: Callable[[], Any], *, seconds: float = WAIT_SECONDS, what: str
    ) -> Any:
        """Ask again until it is true, and return that; fail with the logs after the deadline."""
        deadline = time.monotonic() + seconds
        while not (answer := condition()):
            if time.monotonic() > deadline:
                logs = "\n".join(f"--- {one}\n{self.log(one)[-1500:]}" for one in self.processes)
                raise AssertionError(f"Not within {seconds:.0f} s: {what}\n{logs}")
            time.sleep(0.05)
        return answer

    def pause_answers(self) -> None:
        """From now on the web process does the work of a POST and then keeps its answer back."""
        (self.var_dir / "paused").unlink(missing_ok=True)
        (self.var_dir / "pause-answers").touch()

    def wait_until_paused(self, *, seconds: float = WAIT_SECONDS) -> None:
        """Wait until a POST was committed and its answer held back."""
        self.wait_until(
            (self.var_dir / "paused").exists, seconds=seconds, what="an answer is held back"
        )

    def answer_again(self) -> None:
        """End of the pause."""
        (self.var_dir / "pause-answers").unlink(missing_ok=True)

    # What is inside

    @contextlib.contextmanager
    def database(self) -> Iterator[None]:
        """Inside the block the models read and write this site's database.

        Bells rung inside reach nobody (the test has no broker): beat's sweep finds the rows.
        """
        import environ

        ours = dict(connections.settings["default"])
        theirs = {**ours, **environ.Env.db_url_config(self.database_url)}
        if theirs["ENGINE"] != ours["ENGINE"]:
            theirs["OPTIONS"] = {}
        with self._blocker.unblock():
            before = connections["default"]
            connections.settings["default"] = theirs
            connections["default"] = connections.create_connection("default")
            try:
                yield
            finally:
                connections["default"].close()
                connections.settings["default"] = ours
                connections["default"] = before

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a management command on this site."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def mails(self) -> list[Message]:
        """Every mail that left, oldest first."""
        found = []
        for path in sorted((self.folder / "mail").glob("*")):
            for text in path.read_text().split("-" * 79):
                if text.strip():
                    found.append(email.message_from_string(text.lstrip("\n")))
        return found

    def visitor(self, user: Any = None) -> Visitor:
        """Somebody with a browser without scripts; signed in when a user is given."""
        visitor = Visitor(self.url)
        if user is not None:
            with self.database():
                visitor.sign_in(user)
        return visitor

    def in_background(self, work: Callable[[], Any]) -> threading.Thread:
        """Do something whose end is not waited for; what it raises is dropped."""

        def quietly() -> None:
            with contextlib.suppress(OSError):
                work()

        thread = threading.Thread(target=quietly, daemon=True)
        thread.start()
        return thread
