"""``manage.py up`` with the real web, worker and beat."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forum.test_supervisor import descendants, gone
from tests.support.databases import ROOT, copy_sqlite_template
from tests.support.services import free_port

pytestmark = pytest.mark.processes

SECONDS = 180


class Up:
    """One ``manage.py up`` on a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        copy_sqlite_template(folder / "db.sqlite3")

    def environ(self) -> dict[str, str]:
        """As somebody would call it who set only the address and the folder."""
        unset = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")
        kept = {key: text for key, text in os.environ.items() if key not in unset}
        return {**kept, "PORT": str(self.port), "VAR_DIR": str(self.folder)}

    def command(self, *options: str) -> list[str]:
        """What is run."""
        return [sys.executable, str(ROOT / "manage.py"), "up", *options]

    def start(self) -> None:
        """Start it and wait until it gives its address."""
        with (self.folder / "up.log").open("w") as log:
            self.process = subprocess.Popen(
                self.command(),
                env=self.environ(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + SECONDS
        while f"The site is at {self.url}/" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def said(self) -> str:
        """Everything on its terminal."""
        return (self.folder / "up.log").read_text()

    def refused(self) -> str:
        """Start it where it cannot start; return its one sentence."""
        done = subprocess.run(
            self.command(), env=self.environ(), capture_output=True, text=True, timeout=SECONDS
        )
        assert done.returncode == 2, done
        return done.stderr.strip()


@pytest.fixture
def up(tmp_path: Path, django_test_environment: None) -> Iterator[Up]:
    """Not started yet; ended with the test."""
    one = Up(tmp_path)
    yield one
    process = getattr(one, "process", None)
    if process is not None and process.poll() is None:
        process.kill()
        process.wait()


def get(url: str) -> tuple[int, bytes]:
    """Status and body of an address."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read()


def test_up_serves_the_site_and_its_files_and_stops_without_orphans(up):
    style = sorted((ROOT / "static" / "css").glob("*.css"))[0]
    up.start()
    below = descendants(up.process.pid)

    assert get(f"{up.url}/health/live")[0] == 200
    assert get(f"{up.url}/static/css/{style.name}") == (200, style.read_bytes())
    assert up.refused() == (
        f"CommandError: The site cannot use 127.0.0.1 port {up.port} (Address already in use): "
        "stop what uses it, or choose another with PORT."
    )
    another = up.port
    up.port = free_port()
    assert up.refused() == (
        f"CommandError: A site is already running from {up.folder}: stop it first, or give this "
        "one a folder of its own with VAR_DIR."
    )
    up.port = another

    up.process.send_signal(signal.SIGINT)

    assert up.process.wait(timeout=30) == 0, up.said()
    assert len(below) >= 5
    assert gone(below)
    assert "up     | stopping web, worker, beat" in up.said()


@pytest.mark.parametrize(("name", "code"), [("gunicorn", 11), ("worker", 12), ("beat", 13)])
def test_up_stops_when_one_dies_and_its_code_says_which(up, name, code):
    up.start()
    below = descendants(up.process.pid)
    direct = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(up.process.pid)], capture_output=True, text=True
    ).stdout
    (victim,) = [int(line.split()[0]) for line in direct.splitlines() if f" {name}" in line]

    os.kill(victim, signal.SIGKILL)

    assert up.process.wait(timeout=60) == code, up.said()
    assert len(below) >= 5
    assert gone(below)


def test_up_refuses_a_port_that_is_none(up):
    up.port = "eighty"

    assert up.refused() == "CommandError: PORT must be a number from 1 to 65535, and is 'eighty'."


def test_up_refuses_a_port_somebody_else_holds(up):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", up.port))
        busy.listen()

        assert up.refused().startswith(
            f"CommandError: The site cannot use 127.0.0.1 port {up.port}"
        )
