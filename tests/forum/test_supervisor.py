"""The supervisor with small programs in place of web, worker and beat."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import ROOT

pytestmark = pytest.mark.processes

SLEEPS = "import time; print('at work', flush=True); time.sleep(60)"
REFUSES = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); "
REFUSES += "time.sleep(60)"
HAS_A_CHILD = "import subprocess, sys, time; "
HAS_A_CHILD += "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
HAS_A_CHILD += "print('child', one.pid, flush=True); time.sleep(60)"
DIES = "import pathlib, time\nwhile not pathlib.Path({!r}).exists(): time.sleep(0.05)\n"
DIES += "print('last words'); raise SystemExit(7)"


class Running:
    """A supervisor in a process of its own."""

    def __init__(self, folder: Path, programs: dict[str, str], *, grace: float = 2.0) -> None:
        self.log = folder / "log"
        script = f"""
            import sys
            from forum.supervisor import Child, Supervisor
            programs = {programs!r}
            children = [
                Child(name, [sys.executable, "-c", code], exit_code=11 + number)
                for number, (name, code) in enumerate(programs.items())
            ]
            sys.exit(Supervisor(
                children, environ={{}}, folder="/", grace={grace},
                when_ready=lambda: print("ready", flush=True),
            ).run())
        """
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(script)],
                env={**os.environ, "PYTHONPATH": str(ROOT / "platform")},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, words: str, *, times: int = 1) -> str:
        """Wait until it has said so."""
        deadline = time.monotonic() + 20
        while self.log.read_text().count(words) < times:
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)
        return self.log.read_text()

    def ends_with(self) -> int:
        """The exit code."""
        return self.process.wait(timeout=20)


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator:
    """Start supervisors that are ended with the test."""
    started = []

    def start(*, grace: float = 2.0, **programs: str) -> Running:
        started.append(Running(tmp_path, programs, grace=grace))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def descendants(pid: int) -> list[int]:
    """The processes below one, by what ``ps`` says."""
    table = subprocess.run(["ps", "-eo", "pid,ppid,stat"], capture_output=True, text=True).stdout
    rows = [line.split() for line in table.splitlines()[1:]]
    below, found = {pid}, []
    for _round in rows:
        new = [int(r[0]) for r in rows if int(r[1]) in below and int(r[0]) not in below]
        if not new:
            break
        found += new
        below |= set(new)
    return found


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    row = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return row.stdout.strip() not in ("", "Z", "Zs")


def gone(pids: list[int]) -> bool:
    """Whether all end; a minute only ends a test that would otherwise hang."""
    deadline = time.monotonic() + 60
    while any(map(is_alive, pids)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_output_is_passed_on_with_the_name_before_each_line(supervise):
    site = supervise(web=SLEEPS, worker=SLEEPS)

    said = site.wait_for("at work", times=2)

    assert sorted(line for line in said.splitlines() if "at work" in line) == [
        "web    | at work",
        "worker | at work",
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_children_and_is_no_failure(supervise, number):
    site = supervise(web=SLEEPS, worker=HAS_A_CHILD, beat=SLEEPS)
    site.wait_for("at work", times=2)
    site.wait_for("child")
    below = descendants(site.process.pid)

    site.process.send_signal(number)

    assert site.ends_with() == 0
    assert len(below) == 4
    assert gone(below)


def test_a_child_that_dies_stops_the_others_and_names_itself(supervise, tmp_path):
    now = tmp_path / "now"
    site = supervise(web=SLEEPS, worker=DIES.format(str(now)), beat=SLEEPS)
    site.wait_for("at work", times=2)
    below = descendants(site.process.pid)

    now.touch()
    code = site.ends_with()

    assert code == 12
    assert len(below) == 3
    assert gone(below)
    assert "worker | last words" in site.log.read_text()
    assert "up     | worker stopped (exit code 7)" in site.log.read_text()


def test_a_deaf_child_is_killed_after_the_grace(supervise):
    site = supervise(web=REFUSES)
    site.wait_for("deaf")
    below = descendants(site.process.pid)

    site.process.send_signal(signal.SIGTERM)

    assert site.ends_with() == 0
    assert len(below) == 1
    assert gone(below)


def test_a_second_signal_does_not_wait(supervise):
    site = supervise(web=REFUSES, grace=600)  # far longer than ends_with() waits
    site.wait_for("deaf")

    site.process.send_signal(signal.SIGINT)
    site.wait_for("stopping web")
    site.process.send_signal(signal.SIGINT)

    assert site.ends_with() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_children_do_not_outlive_a_killed_supervisor(supervise):
    site = supervise(web=SLEEPS, worker=SLEEPS)
    site.wait_for("at work", times=2)
    below = descendants(site.process.pid)

    site.process.kill()
    site.process.wait()

    assert len(below) == 2
    assert gone(below)
