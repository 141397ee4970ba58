"""Keeping the lease on a row of work while its run lives; a thread of its own does it.

A process that is killed or stopped renews nothing, so its row is free again as soon as the lease that
it last took runs out, however long the work may take.
"""

import contextlib
import datetime
import threading
from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.utils import timezone

from common.models import Work


@contextlib.contextmanager
def kept(work: Work, *, length: datetime.timedelta, seconds: int) -> Iterator[None]:
    """Renew the lease every third of its ``length`` inside the block, for ``seconds`` at most."""
    if not seconds:
        yield
        return
    over = threading.Event()
    until = timezone.now() + datetime.timedelta(seconds=seconds)
    keeper = threading.Thread(
        target=_renew, args=(work, length, until, over), name="lease", daemon=True
    )
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(timeout=5)


def _renew(work: Work, length: datetime.timedelta, until, over: threading.Event) -> None:
    try:
        while not over.wait(max(0.1, length.total_seconds() / 3)) and timezone.now() < until:
            # Where the database is away or busy the lease may run out: then the run is undone.
            with contextlib.suppress(DatabaseError):
                mine = Work.objects.filter(pk=work.pk, lease_token=work.lease_token, done_at=None)
                if not mine.update(leased_until=timezone.now() + length):
                    return
    finally:
        connection.close()
