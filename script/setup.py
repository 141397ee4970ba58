"""What every script beside this file does once Python is found: set up, then hand over.

Standard library only, since nothing is installed yet when it starts.
"""

import os
import socket
import sys
from pathlib import Path

import environment
from environment import ROOT, Trouble

HELP = {
    "server": "script/server [--empty]      set up and start the site (PORT, HOST, VAR_DIR)",
    "test": "script/test [group...]       set up and run the tests, all groups or those named",
    "check": "script/check                 lint, formatting, import arrows, templates, types",
    "prove": "script/prove                 the full counts; writes docs/trust.md",
    "worker": "script/worker [options]      one more worker; options go to celery worker",
    "bench": "script/bench [name] [...]    every target beside its peer (--quick), or bench/<name>.py",
}


def main(arguments: list[str]) -> int:
    """Run the named command; a Trouble is told in one sentence, without a traceback."""
    if not arguments or arguments[0] not in HELP:
        print("\n".join(HELP.values()))
        return 2
    command, rest = arguments[0], arguments[1:]
    if "--help" in rest and command not in ("worker", "bench"):
        print(HELP[command])
        return 0
    os.chdir(ROOT)
    try:
        return COMMANDS[command](rest)
    except Trouble as trouble:
        print(f"{trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def server(rest: list[str]) -> int:
    """Install, then become ``manage.py up``, which prepares the database first."""
    unknown = [word for word in rest if word != "--empty"]
    if unknown:
        raise Trouble(f"script/server knows --empty only, not {unknown[0]}.")
    host, port = environment.address()
    refuse_busy_port(host, port)
    with environment.alone():
        python = environment.install("requirements.txt")
    environment.say("preparing the database")
    environment.become(
        [python, "manage.py", "up", "--prepare", *rest],
        PUBLIC_BASE_URL=os.environ.get("PUBLIC_BASE_URL") or environment.site_address(host, port),
        # Nowhere else is the demonstration the default.
        FORUM_DEMO=os.environ.get("FORUM_DEMO") or "1",
    )


def refuse_busy_port(host: str, port: int) -> None:
    """Find out before the long work, not after it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(
                f"The site cannot use {host} port {port} ({error.strerror or error}): stop what "
                "uses it, or choose another, for example PORT=8010 script/server."
            ) from None


def worker(rest: list[str]) -> int:
    """Become a Celery worker that shares the site's database and broker."""
    with environment.alone():
        python = environment.install("requirements.txt")
    environment.become(
        [python, "-m", "celery", "-A", "forum", "worker", "--loglevel=INFO", *rest],
        DJANGO_SETTINGS_MODULE=os.environ.get("DJANGO_SETTINGS_MODULE") or "forum.settings.dev",
    )


def test(rest: list[str]) -> int:
    """Run the groups of tests."""
    import groups

    with environment.alone():
        python = environment.install("requirements-dev.txt")
    return groups.run_groups(python, rest)


def check(rest: list[str]) -> int:
    """Run every static check and say which failed."""
    import groups

    with environment.alone():
        python = environment.install("requirements-dev.txt")
    return groups.run_checks(python, rest)


def prove(rest: list[str]) -> int:
    """Run the tests that count, in full, and write down what they counted."""
    import proving

    with environment.alone():
        python = environment.install("requirements-dev.txt")
    return proving.prove(python, rest)


def bench(rest: list[str]) -> int:
    """Run every target, or the one benchmark named."""
    known = sorted(path.stem for path in (ROOT / "bench").glob("[a-z]*.py"))
    known.remove("peers")
    if not rest or rest[0].startswith("-"):
        rest = ["targets", *rest]
    if rest[0] not in known:
        raise Trouble(f"script/bench knows {', '.join(known)}, not {rest[0]}.")
    with environment.alone():
        python = environment.install("requirements-dev.txt")
    return environment.run([python, str(Path("bench") / f"{rest[0]}.py"), *rest[1:]])


COMMANDS = {
    "server": server,
    "worker": worker,
    "test": test,
    "check": check,
    "prove": prove,
    "bench": bench,
}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
