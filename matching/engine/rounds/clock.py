"""A time limit and a report of progress, for every loop that may be long."""

import time
from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called now and then with the stage, what is done and what there is to do."""


class OutOfTime(Exception):
    """The time limit of a run was reached."""


class Clock:
    """A time limit in seconds, and the progress callback."""

    def __init__(self, time_limit: float | None = None, progress: Progress | None = None) -> None:
        if time_limit is not None and not time_limit > 0:
            raise ValueError(f"time_limit must be more than 0 seconds, not {time_limit!r}.")
        self.ends = None if time_limit is None else time.monotonic() + time_limit
        self.progress = progress

    def look(self, stage: str, done: int, whole: int) -> None:
        """Report progress. Raises OutOfTime."""
        if self.progress is not None:
            self.progress(stage, done, whole)
        if self.ends is not None and time.monotonic() >= self.ends:
            raise OutOfTime(stage)

    def left(self) -> float | None:
        """Seconds left, at least a little; None without a limit."""
        return None if self.ends is None else max(0.01, self.ends - time.monotonic())
