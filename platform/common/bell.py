"""Ringing the worker: quick, never an error, and no harm when nobody hears.

The row is already committed when the bell rings, so a lost bell costs seconds, not work: beat
sweeps. A dead broker must not slow a request down: a thread of its own does the ringing, one
request waits half a second for it at most, and after a failure the bell is silent for ten seconds.
"""

import logging
import os
import queue
import threading
import time

from celery import current_app

logger = logging.getLogger(__name__)

PATIENCE = 0.5
SILENCE = 10.0
MOST_PENDING = 100


class _Ring:
    """One ring on its way: whether it is over, and whether it was heard."""

    def __init__(self, work_id: int) -> None:
        self.work_id = work_id
        self.over = threading.Event()
        self.heard = False


class _Bell:
    """The ringing of one process."""

    def __init__(self) -> None:
        self.lost = 0
        self.silent_until = 0.0
        self._pending = 0
        self._lock = threading.Lock()
        self._queue: queue.SimpleQueue[_Ring] = queue.SimpleQueue()
        self._ringer: threading.Thread | None = None

    def ring(self, work_id: int) -> bool:
        if current_app.conf.task_always_eager:
            return self._try(work_id)
        ring = _Ring(work_id)
        with self._lock:
            if self._pending >= MOST_PENDING or time.monotonic() < self.silent_until:
                self.lost += 1
                return False
            self._pending += 1
            alone = self._pending == 1
            if self._ringer is None:
                # A daemon: a command that ends must not wait for a broker that hangs.
                self._ringer = threading.Thread(target=self._ring_on, name="bell", daemon=True)
                self._ringer.start()
        self._queue.put(ring)
        # While the ringer hangs on an earlier ring, nobody else waits for it.
        return alone and ring.over.wait(PATIENCE) and ring.heard

    def _ring_on(self) -> None:
        while True:
            ring = self._queue.get()
            ring.heard = self._try(ring.work_id)
            with self._lock:
                self._pending -= 1
            ring.over.set()

    def _try(self, work_id: int) -> bool:
        if time.monotonic() < self.silent_until:
            self.lost += 1
            return False
        try:
            _publish(work_id)
        except Exception as error:
            self.lost += 1
            self.silent_until = time.monotonic() + SILENCE
            logger.warning("the bell was not heard (%s); beat will sweep", type(error).__name__)
            return False
        return True


def _publish(work_id: int) -> None:
    from common.tasks import run_work

    run_work.apply_async(args=[work_id], retry=False)


_bell = _Bell()


def ring(work_id: int) -> bool:
    """Tell a worker that a row is due; whether it has been told by now."""
    return _bell.ring(work_id)


def lost_bells() -> int:
    """How many rings this process has lost since it started."""
    return _bell.lost


def _start_afresh() -> None:
    global _bell
    _bell = _Bell()


# A forked child inherits the queue but not the thread that empties it.
os.register_at_fork(after_in_child=_start_afresh)
