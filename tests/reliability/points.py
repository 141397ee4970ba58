"""The same work again and again, killed at another of its statements each time."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support import proof
from tests.support.databases import ROOT


def keep(site) -> Path:
    """The database as it is, in a file beside it."""
    kept = site.var_dir / "kept.sqlite3"
    shutil.copyfile(site.var_dir / "db.sqlite3", kept)
    wal = site.var_dir / "db.sqlite3-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    return kept


def bring_back(site, kept: Path) -> None:
    """The same again, whatever happened since."""
    for ending in ("-wal", "-shm"):
        (site.var_dir / f"db.sqlite3{ending}").unlink(missing_ok=True)
    shutil.copyfile(kept, site.var_dir / "db.sqlite3")


def die_at(site, number: int, *, rows: int = 1) -> subprocess.CompletedProcess[str]:
    """Work off so many rows of the outbox in a process that is killed at this statement."""
    return subprocess.run(
        [sys.executable, "-m", "tests.reliability.dying", str(number), str(rows)],
        cwd=ROOT,
        env=site.environ,
        capture_output=True,
        text=True,
        check=False,
    )


def points(site, kept: Path, kills: int, *, rows: int = 1) -> list[int]:
    """So many statements, drawn among all that the work makes; the work is done once to count them."""
    whole = die_at(site, 0, rows=rows)
    assert whole.returncode == 0, whole.stderr
    bring_back(site, kept)
    count = int(whole.stdout.split()[-1])
    assert count > kills
    return sorted(random.Random(proof.SEED).sample(range(1, count + 1), kills))
