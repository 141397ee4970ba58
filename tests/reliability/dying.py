"""Run as a process of its own: do what is due, and die by ``kill -9`` at the statement that is asked for.

python -m tests.reliability.dying NUMBER [ROWS]     0: live, and print how many statements there were
"""

import os
import signal
import sys
from typing import Any


class Dying:
    """Counts what is asked of the database; at one number the process is no more."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def main(at: int, rows: int = 1) -> None:
    """Work off so many rows of the outbox."""
    import django

    django.setup()
    from django.db import connection

    from common import outbox

    dying = Dying(at)
    with connection.execute_wrapper(dying):
        outbox.run_due(limit=rows)
    print(dying.count)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
