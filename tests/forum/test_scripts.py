"""The scripts say what is wrong in one sentence, and the locks are whole."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.support.databases import ROOT
from tests.support.services import skip_or_fail

SCRIPTS = ("server", "test", "check", "prove", "worker", "bench")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts and the locks in a folder of their own, with nothing set up."""
    shutil.copytree(ROOT / "script", tmp_path / "script")
    for lock in ROOT.glob("requirements*.txt"):
        shutil.copy(lock, tmp_path)
    return tmp_path


def run(script: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a script from somewhere else."""
    return subprocess.run(
        [str(script), *arguments],
        cwd="/",
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=170,
    )


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one line it complained with."""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize("name", [*SCRIPTS, "find_python.sh"])
def test_script_is_posix_shell_and_short(name):
    path = ROOT / "script" / name

    parsed = subprocess.run(["sh", "-n", str(path)], capture_output=True, text=True)

    assert parsed.stderr == ""
    assert len(path.read_text().splitlines()) <= 20
    assert name.endswith(".sh") or os.access(path, os.X_OK)


def test_script_answers_help_from_anywhere(checkout):
    done = run(checkout / "script" / "server", "--help")

    assert done.returncode == 0
    assert done.stdout.startswith("script/server [--empty]")


def test_without_a_suitable_python_there_is_one_sentence(checkout, tmp_path):
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "dirname").symlink_to(shutil.which("dirname"))
    old = bare / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    shell = shutil.which("sh")

    done = subprocess.run(
        [shell, str(checkout / "script" / "server")],
        env={"PATH": str(bare)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 2
    assert sentence(done) == (
        "This needs Python 3.11, 3.12 or 3.13, and found Python 3.9.2: install one, or name it "
        "with PYTHON=/path/to/python3."
    )


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "8000x"])
def test_a_port_that_is_none_is_refused(checkout, port):
    done = run(checkout / "script" / "server", PORT=port)

    assert done.returncode == 2
    assert sentence(done) == f"PORT must be a number from 1 to 65535, and is '{port}'."


def test_a_busy_port_is_refused_before_anything_is_installed(checkout):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])

        done = run(checkout / "script" / "server", PORT=port, HOST="127.0.0.1")

    assert done.returncode == 2
    assert sentence(done).startswith(f"The site cannot use 127.0.0.1 port {port} (")
    assert not (checkout / ".venv").exists()


def test_no_network_is_one_sentence(checkout):
    (checkout / "requirements.txt").write_text(
        "a-package-that-is-nowhere==1.0 --hash=sha256:" + "0" * 64 + "\n"
    )
    unreachable = "http://127.0.0.1:9/simple"

    done = run(
        checkout / "script" / "worker",
        VAR_DIR=str(checkout / "var"),
        PIP_INDEX_URL=unreachable,
        PIP_EXTRA_INDEX_URL=unreachable,
        PIP_CONFIG_FILE="/dev/null",
    )

    assert done.returncode == 2
    assert sentence(done) == (
        "The packages could not be fetched because the package index could not be reached: check "
        f"the network, then run this again (pip's own words are in {checkout}/var/pip.log)."
    )


def test_an_unknown_group_is_refused(checkout, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "script"))
    import environment
    import groups

    with pytest.raises(environment.Trouble) as trouble:
        groups.run_groups("python", ["everything"])

    assert str(trouble.value) == (
        "There is no group everything: choose among sqlite, services, postgresql, browser."
    )


def test_every_test_belongs_to_a_group(monkeypatch):
    """Whatever markers a test has, exactly one group or the two databases run it."""
    monkeypatch.syspath_prepend(str(ROOT / "script"))
    import itertools

    from groups import GROUPS

    names = ("services", "processes", "browser", "both_databases")
    for chosen in itertools.product([False, True], repeat=4):
        marked = dict(zip(names, chosen, strict=True))
        ran = [group.name for group in GROUPS if eval(group.markers, {}, marked)]
        assert len([name for name in ran if name != "postgresql"]) == 1, marked


def test_a_group_looks_through_every_folder_that_speaks_of_its_marker(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "script"))
    monkeypatch.chdir(ROOT)
    from groups import GROUPS, folders

    found = {group.name: folders(group) for group in GROUPS}

    assert found["sqlite"] == []
    assert found["browser"] == ["tests/browser"]
    assert {"tests/forum", "tests/reliability"} <= set(found["services"])
    # A marker that is handed from one folder to another would be missed.
    supporting = [path for path in (ROOT / "tests").rglob("*.py") if "support" in path.parts]
    marked = [
        path.name
        for path in supporting
        if re.search(r"mark\.(services|processes|browser)\b", path.read_text())
    ]
    assert [name for name in marked if not name.startswith("test_")] == []


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail), ("", pytest.skip)])
def test_a_missing_service_fails_only_where_ci_is_set(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)

    with pytest.raises(outcome.Exception, match="no server here"):
        skip_or_fail("no server here")


def pins(lock: str) -> dict[str, str]:
    """Each requirement of a lock with its condition, and its version."""
    text = (ROOT / lock).read_text()
    found = re.findall(r"^([A-Za-z0-9._-]+(?:\[[a-z,]+\])?)==(\S+)( ; [^\\\n]+)?", text, re.M)
    return {f"{name}{condition.strip()}": version for name, version, condition in found}


def test_the_tests_lock_holds_the_sites_lock():
    site, tests = pins("requirements.txt"), pins("requirements-dev.txt")

    assert len(site) > 50
    assert {name: tests.get(name) for name in site} == site


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_names_no_machine_and_hashes_everything(lock):
    text = (ROOT / lock).read_text()

    assert "file:" not in text
    assert "/home/" not in text
    assert "index-url" not in text
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
