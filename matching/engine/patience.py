"""A time limit and a report of progress for whoever looks at all rows one by one."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

from .ranking import Progress
from .refusals import check_time_limit

Row = TypeVar("Row")


def each(
    rows: Sequence[Row], *, time_limit: float | None, progress: Progress | None
) -> Iterator[Row]:
    """The rows, one after another. ``progress`` is called with (rows done, rows).

    Raises ValueError for what is no limit, and TimeoutError when so many seconds have passed.
    """
    check_time_limit(time_limit)
    ends = None if time_limit is None else time.monotonic() + time_limit
    for done, row in enumerate(rows, 1):
        if ends is not None and time.monotonic() >= ends:
            raise TimeoutError(f"Looking at all rows took more than {time_limit} seconds.")
        yield row
        if progress:
            progress(done, len(rows))
