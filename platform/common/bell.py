"""Ringing the worker: quick, never an error, and no harm when nobody hears.

The row is already committed when the bell rings, so a lost bell costs seconds, not work: beat
sweeps. A dead broker must not slow a request down: one ring waits half a second at most, and after
a failure the bell is silent for ten seconds.
"""

import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from celery import current_app

logger = logging.getLogger(__name__)

PATIENCE = 0.5
SILENCE = 10.0


class _Bell:
    """The ringing of one process."""

    def __init__(self) -> None:
        self.lost = 0
        self.silent_until = 0.0
        self._lock = threading.Lock()
        self._ringer: ThreadPoolExecutor | None = None

    def ring(self, work_id: int) -> bool:
        if time.monotonic() < self.silent_until:
            self.lost += 1
            return False
        try:
            if current_app.conf.task_always_eager:
                _publish(work_id)
            else:
                self._thread().submit(_publish, work_id).result(timeout=PATIENCE)
        except Exception as error:
            self.lost += 1
            self.silent_until = time.monotonic() + SILENCE
            self._ringer = None
            logger.warning("the bell was not heard (%s); beat will sweep", type(error).__name__)
            return False
        return True

    def _thread(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._ringer is None:
                self._ringer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bell")
            return self._ringer


def _publish(work_id: int) -> None:
    from common.tasks import run_work

    run_work.apply_async(args=[work_id], retry=False)


_bell = _Bell()


def ring(work_id: int) -> bool:
    """Tell a worker that a row is due; whether it was told."""
    return _bell.ring(work_id)


def lost_bells() -> int:
    """How many rings this process has lost since it started."""
    return _bell.lost


def _start_afresh() -> None:
    global _bell
    _bell = _Bell()


# A forked child inherits the executor but not its thread, and would wait for nobody.
os.register_at_fork(after_in_child=_start_afresh)
