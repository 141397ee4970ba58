"""Imported by the worker of a Site under test: a place to stand still in the middle of scoring.

The handler has written its matches and mails by then, and nothing of it is committed.
"""

import time
from typing import Any

from django.conf import settings

from matching import services

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
