"""The virtual environment: made when missing, filled when a lock changed, used by every script.

Standard library only.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
SUITABLE = "import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
STARTED = time.monotonic()

# What pip says when the other end is out of reach, in the words of its several versions.
OUT_OF_REACH = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "nodename nor servname",
    "NewConnectionError",
    "Connection refused",
    "ConnectTimeoutError",
    "Read timed out",
    "Network is unreachable",
    "Cannot connect to proxy",
    "ProxyError",
    "SSLError",
)


class Trouble(Exception):
    """Something a person must put right; its text is one clear sentence."""


def var_dir() -> Path:
    """Where everything written at run time lies."""
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def address() -> tuple[str, int]:
    """HOST and PORT, or a sentence about what is wrong with them."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Trouble(f"PORT must be a number from 1 to 65535, and is {text!r}.")
    return os.environ.get("HOST") or "127.0.0.1", int(text)


def site_address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def say(text: str) -> None:
    """One step of the work, with the seconds since the script began."""
    print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", flush=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two scripts started at once set up one after the other."""
    with (var_dir() / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another script is setting up here: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(lock_name: str) -> str:
    """Make the environment match a lock file, if it does not; return its Python."""
    make_venv()
    lock = ROOT / lock_name
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    installed = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if installed.get(lock_name) == digest:
        return str(PYTHON)
    count = sum(line[:1].isalnum() for line in lock.read_text().splitlines())
    say(f"installing up to {count} packages from {lock_name}")
    pip_install(lock)
    installed[lock_name] = digest
    if lock_name == "requirements-dev.txt":
        # The tests' lock holds everything of the site's (a test keeps it so).
        installed["requirements.txt"] = hashlib.sha256(
            (ROOT / "requirements.txt").read_bytes()
        ).hexdigest()
    STAMP.write_text(json.dumps(installed))
    say("packages installed")
    return str(PYTHON)


def make_venv() -> None:
    """Make ``.venv``, or make it anew when its Python is gone or unsuitable."""
    if PYTHON.exists():
        answer = subprocess.run([str(PYTHON), "-c", SUITABLE], capture_output=True, check=False)
        if answer.returncode == 0:
            return
        say("the environment in .venv no longer works with this Python: making it anew")
    else:
        version = ".".join(map(str, sys.version_info[:3]))
        say(f"making .venv with Python {version}")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        lines = (made.stdout + made.stderr).strip().splitlines() or ["no reason given"]
        raise Trouble(
            f"{sys.executable} could not make a virtual environment ({lines[-1].strip()}): on "
            "Debian and Ubuntu, install python3-venv first."
        )


def pip_install(lock: Path) -> None:
    """Install a lock with its hashes checked, keeping pip's chatter in a log."""
    log = var_dir() / "pip.log"
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    # Python compiles what is used when it is first used: a quarter of the packages.
    command += ["--retries", "2", "--no-compile", "--require-hashes", "--requirement", str(lock)]
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        waited = 0
        try:
            while True:
                try:
                    code = process.wait(timeout=15)
                    break
                except subprocess.TimeoutExpired:
                    waited += 15
                    say(f"  still installing: {last_package(log)}")
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
    if code == 0:
        return
    text = log.read_text(errors="replace")
    if any(sign in text for sign in OUT_OF_REACH):
        raise Trouble(
            "The packages could not be fetched because the package index could not be reached: "
            f"check the network, then run this again (pip's own words are in {log})."
        )
    errors = [line for line in text.splitlines() if line.startswith("ERROR")] or ["no reason given"]
    raise Trouble(f"The packages could not be installed: {errors[0]} (all of it is in {log}).")


def last_package(log: Path) -> str:
    """What pip is busy with, in a word or two."""
    lines = log.read_text(errors="replace").splitlines()
    for line in reversed(lines):
        words = line.split()
        if words[:1] == ["Collecting"] and len(words) > 1:
            return words[1].split("==")[0]
        if line.startswith("Installing collected"):
            return "unpacking"
    return "starting"


def environ(**extra: str | None) -> dict[str, str]:
    """The environment of whatever is started: ``platform/`` is a source root; None unsets."""
    paths = [str(ROOT / "platform"), os.environ.get("PYTHONPATH", "")]
    whole = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        **extra,
    }
    return {key: text for key, text in whole.items() if text is not None}


def run(command: list[str], **extra: str | None) -> int:
    """Run a program of the environment, letting it speak for itself."""
    process = subprocess.Popen(command, env=environ(**extra), cwd=ROOT)
    try:
        return process.wait()
    except KeyboardInterrupt:
        # The program got the same Ctrl-C; give it time to end in its own way.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        process.kill()
        raise


def become(command: list[str], **extra: str) -> NoReturn:
    """Replace this process, so that signals reach the program itself."""
    sys.stdout.flush()
    os.execve(command[0], command, environ(**extra))
