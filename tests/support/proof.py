"""Counts: small in ``script/test``, in full in ``script/prove``, which writes them down.

rounds = proof.times(25, full=1000)
...
proof.record("hostile requests", requests=rounds, server_errors=0)
"""

import datetime
import json
import os
import random
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
SEED = 2018  # of the first meeting of the Forum; another one draws other samples


def in_full() -> bool:
    """Whether this run is ``script/prove``."""
    return bool(os.environ.get("PROVE"))


def times(sample: int, *, full: int) -> int:
    """How often to do it in this run."""
    return full if in_full() else sample


def some(rows: Iterable[T], *, one_in: int) -> list[T]:
    """One in so many of them, the same ones each time and in their order; all in ``script/prove``."""
    found = list(rows)
    if in_full():
        return found
    drawn = random.Random(SEED).sample(range(len(found)), -(-len(found) // one_in))
    return [found[number] for number in sorted(drawn)]


def record(name: str, **figures: float | int | str) -> None:
    """Write down what a test counted, after its assertions; only ``script/prove`` keeps it."""
    log = os.environ.get("PROVE_LOG")
    if not log:
        return
    line = {
        "name": name,
        "database": "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite",
        "figures": figures,
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    with Path(log).open("a") as out:
        out.write(json.dumps(line) + "\n")
