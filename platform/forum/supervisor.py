"""Keeps a few child processes together: all run, or none does.

Knows nothing of Django or of the site. Each child leads a process group of its own, so that a
Ctrl-C in the terminal reaches the supervisor alone and the children are stopped in order; on
Linux the kernel also ends them when the supervisor is killed outright.
"""

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

GRACE_SECONDS = 12.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One program to keep running; ``exit_code`` is what ends the supervisor if it dies."""

    name: str
    command: Sequence[str]
    exit_code: int
    process: subprocess.Popen[bytes] | None = None
    pending: bytes = b""


@dataclass
class Supervisor:
    """Starts the children, passes on what they say, and stops them all together.

    ``is_ready`` is asked from a thread of its own until it says yes; ``when_ready`` is then
    called once, from the main loop.
    """

    children: Sequence[Child]
    environ: Mapping[str, str]
    folder: str
    is_ready: Callable[[], bool] = lambda: True
    when_ready: Callable[[], None] = lambda: None
    out: IO[str] = field(default_factory=lambda: sys.stdout)
    grace: float = GRACE_SECONDS
    _signals: list[int] = field(default_factory=list)

    def run(self) -> int:
        """Return 0 after a stop that was asked for, or the exit code of the child that died."""
        before = {
            number: signal.signal(number, self._on_signal)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        self._outputs = selectors.DefaultSelector()
        try:
            for child in self.children:
                self._start(child)
            return self._watch()
        finally:
            self._stop()
            self._outputs.close()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: object) -> None:
        self._signals.append(number)

    def _start(self, child: Child) -> None:
        child.process = subprocess.Popen(
            child.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env=dict(self.environ),
            start_new_session=True,
            preexec_fn=_die_with_parent(),
        )
        assert child.process.stdout is not None
        os.set_blocking(child.process.stdout.fileno(), False)
        self._outputs.register(child.process.stdout, selectors.EVENT_READ, child)

    def _watch(self) -> int:
        ready = threading.Event()
        threading.Thread(target=self._wait_until_ready, args=(ready,), daemon=True).start()
        told = False
        while not self._signals:
            self._pass_on(timeout=0.2)
            if ready.is_set() and not told:
                told = True
                self.when_ready()
            for child in self.children:
                assert child.process is not None
                if child.process.poll() is not None:
                    self._pass_on(timeout=0)
                    self._say(f"{child.name} stopped ({_how(child.process.returncode)})")
                    return child.exit_code
        return 0

    def _wait_until_ready(self, ready: threading.Event) -> None:
        while not self._signals:
            if self.is_ready():
                ready.set()
                return
            time.sleep(0.2)

    def _stop(self) -> None:
        """Ask every child to finish, wait, and kill what is left; a second signal hurries."""
        running = [child for child in self.children if child.process is not None]
        alive = [child for child in running if child.process and child.process.poll() is None]
        if alive:
            self._say(f"stopping {', '.join(child.name for child in alive)}")
        asked = len(self._signals)
        for child in alive:
            assert child.process is not None
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
        deadline = time.monotonic() + self.grace
        while any(child.process and child.process.poll() is None for child in alive):
            if time.monotonic() > deadline or len(self._signals) > asked:
                self._say("not waiting any longer")
                break
            self._pass_on(timeout=0.1)
        for child in running:
            assert child.process is not None
            # Whatever a child started and left behind is in its group, and goes with it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        self._pass_on(timeout=0)
        if running:
            self._say("stopped")

    def _pass_on(self, *, timeout: float) -> None:
        """Print whole lines of the children's output, each with its child's name before it."""
        for key, _events in self._outputs.select(timeout):
            child: Child = key.data
            chunk = b""
            with contextlib.suppress(BlockingIOError):
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    self._outputs.unregister(key.fileobj)
            *lines, child.pending = (child.pending + chunk).split(b"\n")
            if not chunk and child.pending:
                lines, child.pending = [*lines, child.pending], b""
            for line in lines:
                self._say(line.decode(errors="replace").rstrip("\r"), of=child.name)

    def _say(self, text: str, *, of: str = "up") -> None:
        # A closed terminal must not keep the children from being stopped.
        with contextlib.suppress(OSError, ValueError):
            self.out.write(f"{of:<6} | {text}\n")
            self.out.flush()


def _how(returncode: int) -> str:
    """``exit code 3`` or ``killed by SIGKILL``."""
    if returncode >= 0:
        return f"exit code {returncode}"
    try:
        return f"killed by {signal.Signals(-returncode).name}"
    except ValueError:
        return f"killed by signal {-returncode}"


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux, what a child must do before it starts so that it never outlives us."""
    if sys.platform != "linux":
        return None
    try:
        prctl = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None
    parent = os.getpid()

    def before_start() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return before_start
