"""The full counts, and the page that tells them: ``docs/trust.md``."""

import datetime
import json
import os
import platform
import subprocess
from pathlib import Path

from environment import say, var_dir
from groups import run_groups

PAGE = Path("docs") / "trust.md"
HEAD = """# What was counted

Written by `script/prove` and by nothing else. Each line is what a test counted, with the test's
own assertion behind it: had a figure been wrong, the run would have failed and this page would
say so. `script/test` runs smaller samples of the same tests.

"""


def prove(python: str, rest: list[str]) -> int:
    """Run the groups with every count in full, then write the page."""
    log = var_dir() / "prove.jsonl"
    log.unlink(missing_ok=True)
    code = run_groups(python, rest, PROVE="1", PROVE_LOG=str(log))
    lines = log.read_text().splitlines() if log.exists() else []
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page([json.loads(line) for line in lines], failed=bool(code), groups=rest))
    say(f"{PAGE} holds {len(lines)} results")
    return code


def page(results: list[dict], *, failed: bool, groups: list[str]) -> str:
    """The page as text: when, on what, and a table of every result."""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    said = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    lines = [
        f"* Run on {today}, at commit {said or 'unknown'}, {where}, "
        f"Python {platform.python_version()}.",
        f"* Groups: {', '.join(groups) or 'all'}.",
        "* **Some tests failed in this run.**" if failed else "* Every test of the run passed.",
        "",
        "| What | Database | Figures |",
        "| --- | --- | --- |",
    ]
    for result in sorted(results, key=lambda one: (one["name"], one["database"])):
        figures = ", ".join(
            f"{word.replace('_', ' ')} {figure}" for word, figure in result["figures"].items()
        )
        lines.append(f"| {result['name']} | {result['database']} | {figures} |")
    return HEAD + "\n".join(lines) + "\n"
