"""What the benchmarks share: the environment for peers, a run of one, measuring and printing.

Peers are other people's packages. They live in ``var/bench-env``, which is made on first use, and
run in a process of their own with ``python -I``, talking JSON: one of them, ``matching``, imports
under our app's name, and none of them may change what our own process measures.

A peer is a script with a function ``work(instance)``; what it returns comes back in the answer.
The instance is read, and the package imported, before the clock starts. The clock is that of the
processor, on both sides, so that a busy machine does not decide who is faster; all of it is work of
one core. Where a peer works in a server of its own (PostgreSQL), both sides go by the wall clock.
"""

import gc
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import time
import tracemalloc
import venv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / "var" / "bench-env"

HARNESS = """
import gc, json, resource, statistics, sys, time

def peak():
    # What getrusage says here would include our own peak, inherited through the fork.
    try:
        with open("/proc/self/status") as lines:
            return next(int(line.split()[1]) / 1024 for line in lines if line[:6] == "VmHWM:")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

out, sys.stdout = sys.stdout, sys.stderr
request = json.load(sys.stdin)
space = {}
exec(compile(request["script"], "<peer>", "exec"), space)
prepare = space.get("prepare", lambda instance: instance)
times, answer, before = [], None, 0
for _ in range(request["repeats"]):
    instance = prepare(request["instance"])
    before = before or peak()
    gc.collect()
    gc.freeze()
    started = time.process_time()
    answer = space["work"](instance)
    times.append(time.process_time() - started)
measured = {"seconds": statistics.median(times), "megabytes": peak() - before}
json.dump({**measured, "answer": answer}, out)
out.flush()
"""
"""What a peer's process runs. What the peer prints itself must not fall into its answer."""


@dataclass(frozen=True)
class Measure:
    """Median seconds, what the work added to peak memory in MB, and what the last run returned."""

    seconds: float
    megabytes: float
    answer: Any = field(default=None, repr=False)


def environment(*requirements: str) -> Path:
    """The Python of an environment that has these packages ("matching==1.4.3")."""
    wanted = "\n".join(sorted(requirements))
    stamp = hashlib.sha256(wanted.encode()).hexdigest()[:12]
    home = ENVIRONMENT / stamp
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = home / "installed.txt"
    if not done.exists():
        print(f"Installing {', '.join(sorted(requirements)) or 'nothing'} for the peers ...")
        venv.create(home, with_pip=True, clear=True)
        if requirements:
            subprocess.run(
                [python, "-m", "pip", "install", "--quiet", *sorted(requirements)], check=True
            )
        done.write_text(wanted)
    return python


def run(
    script: str,
    instance: Any,
    *,
    python: Path | str = sys.executable,
    repeats: int = 5,
    limit: float | None = None,
) -> Measure | None:
    """Run a peer's ``work(instance)`` in a process of its own; None when it took over ``limit``.

    A ``prepare(instance)`` in the script runs before the clock starts, each time anew. ``limit``
    is in seconds, over all repeats. Raises RuntimeError with what the peer said when it failed.
    """
    request = {"script": script, "instance": instance, "repeats": repeats}
    try:
        done = subprocess.run(
            [str(python), "-I", "-c", HARNESS],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise RuntimeError(f"The peer failed:\n{done.stderr[-2000:]}")
    return Measure(**json.loads(done.stdout))


def measure(work: Callable[[], Any], *, repeats: int = 5) -> Measure:
    """Median time of our own work; memory is the peak that the work itself allocated.

    The peak is taken in one more run, which is not timed.
    """
    times, answer = [], None
    for _ in range(repeats):
        # Neither side's time should depend on how much else the process happens to hold.
        answer = None
        gc.collect()
        gc.freeze()
        started = time.process_time()
        answer = work()
        times.append(time.process_time() - started)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return Measure(statistics.median(times), peak, answer)


def process_peak() -> float:
    """Peak memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(frozen=True)
class Line:
    """One printed comparison, kept for the summary of all of them."""

    title: str
    peer: str
    name: str
    ratio: str
    target: str
    met: bool | None


LINES: list[Line] = []
_HEADING = ["", ""]


def _keep(name: str, ratio: str, target: str, met: bool | None) -> str:
    LINES.append(Line(*_HEADING, name, ratio, target, met))
    return "" if met is None else ": met" if met else ": short"


def heading(title: str, peer: str) -> None:
    """The first lines of one table."""
    _HEADING[:] = title, peer
    print(f"\n{title}")
    print(f"{'':<44}{'ours':>18}{peer:>22}{'ratio':>10}  target")


def row(
    name: str, ours: Measure, theirs: Measure | None, *, target: str = "", best: float | None = None
) -> None:
    """One line: ours, the peer's, ours divided by the peer's, and what was aimed at.

    ``best`` marks the line with met or short.
    """
    left = f"{ours.seconds:9.3f} s {ours.megabytes:4.0f} MB"
    if theirs is None:
        word = _keep(name, "peer did not finish", target, True)
        print(f"{name:<44}{left:>18}{'did not finish':>22}{'':>10}  {target}{word}")
        return
    ratio = ours.seconds / theirs.seconds
    right = f"{theirs.seconds:9.3f} s {theirs.megabytes:4.0f} MB"
    shown = f"{ratio:.2f}" if ratio >= 0.05 else f"1/{1 / ratio:,.0f}"
    word = _keep(name, shown, target, None if best is None else ratio <= best)
    print(f"{name:<44}{left:>18}{right:>22}{shown:>10}  {target}{word}")


def growth(name: str, small: Measure, large: Measure, *, target: str, best: float) -> None:
    """One line: how much longer the larger size takes."""
    times = large.seconds / small.seconds
    word = _keep(name, f"{times:.2f}", target, times <= best)
    print(f"{name:<44}{'':>40}{times:>10.2f}  {target}{word}")
