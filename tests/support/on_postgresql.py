"""``python -m tests.support.on_postgresql [pytest options]``: the same tests on PostgreSQL.

Starts a server (or takes the one that ``TEST_POSTGRES_URL`` or ``DATABASE_URL`` names), sets
``DATABASE_URL`` and hands over to pytest, so that the settings see PostgreSQL from the start.
``script/test postgresql`` runs what is marked ``both_databases`` this way.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.services import PostgresServer, Unavailable, outside_postgres, started


def main(arguments: list[str]) -> int:
    """Return pytest's exit code; without a server, fail where CI is set and else say why."""
    if url := outside_postgres():
        return run_pytest(url, arguments)
    try:
        server = started(PostgresServer)
    except Unavailable as reason:
        print(f"PostgreSQL cannot be had here: {reason}", flush=True)
        if report := os.environ.get("FORUM_TEST_REPORT"):
            Path(report).write_text(json.dumps({"skipped": 1}))
        return 1 if os.environ.get("CI") else 0
    try:
        return run_pytest(server.url, arguments)
    finally:
        server.close()


def run_pytest(url: str, arguments: list[str]) -> int:
    """Run pytest in a process of its own against that server."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        env={**os.environ, "DATABASE_URL": url},
        check=False,
    ).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
