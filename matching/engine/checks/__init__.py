"""The judges: is a stored result what the published rules say it is?

They read the published instance formats and nothing else of the engine: no type, no constant and
no arithmetic is shared with what they judge. The rules are those of ``docs/matching.md``, written
a second time in plain Python.

    python -m matching.engine.checks FILE      0 it holds, 1 it does not, 2 it cannot be read
"""

from .command import judge, main
from .merging import misplaced
from .verdict import Verdict

__all__ = ["Verdict", "judge", "main", "misplaced"]
