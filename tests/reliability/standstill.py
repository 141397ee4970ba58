"""Imported by the worker of a Site under test: places to stand still in the middle of scoring.

The handler of one opportunity has written its matches and mails by then, and nothing of it is
committed; that of a chunk has worked out what it found, and written nothing.
"""

import os
import time
from dataclasses import replace
from typing import Any

from django.conf import settings

import matching.tasks  # noqa: F401  registers the handlers
from common import outbox
from matching import services
from matching.services import chunks

score_opportunity = services.score_opportunity


def score_and_stand_still(opportunity_id: int, **options: Any) -> Any:
    """Score as ever; then wait while ``VAR_DIR/pause-scoring`` is there, and say so."""
    run = score_opportunity(opportunity_id, **options)
    pause = settings.VAR_DIR / "pause-scoring"
    if pause.exists():
        (settings.VAR_DIR / "scoring-paused").touch()
        while pause.exists():
            time.sleep(0.05)
    return run


services.score_opportunity = score_and_stand_still


def compute_and_stand_still(chunk_id: int) -> Any:
    """Score a chunk as ever; then wait while ``VAR_DIR/pause-chunks`` is there, and say who waits."""
    found = SCORE_CHUNK.outside(chunk_id) if SCORE_CHUNK.outside else None
    pause = settings.VAR_DIR / "pause-chunks"
    if pause.exists():
        (settings.VAR_DIR / f"chunk-paused-{os.getpid()}").touch()
        while pause.exists():
            time.sleep(0.05)
    return found


SCORE_CHUNK = outbox.HANDLERS[chunks.SCORING]
outbox.HANDLERS[chunks.SCORING] = replace(SCORE_CHUNK, outside=compute_and_stand_still)
