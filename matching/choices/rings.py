"""Which states searches, rings and their parts have, and which moves are allowed."""

from django.db import models


class SearchTrigger(models.TextChoices):
    CUSTODIAN = "custodian", "A custodian asked"
    QUARTERLY = "quarterly", "Every quarter"
    DECLINED = "declined", "A ring came to nothing"
    COMMAND = "command", "By command"


class RingState(models.TextChoices):
    FOUND = "found", "Found"
    PROPOSED = "proposed", "Waiting for answers"
    STARTED = "started", "Started"
    DONE = "done", "Done"
    DECLINED = "declined", "Not this time"
    EXPIRED = "expired", "Ran out of time"
    FELL_THROUGH = "fell_through", "Fell through"
    STOPPED = "stopped", "Stopped by a custodian"
    SUPERSEDED = "superseded", "Replaced by a newer search"


RING_MOVES: dict[str, frozenset[str]] = {
    RingState.FOUND: frozenset({"proposed", "stopped", "superseded"}),
    RingState.PROPOSED: frozenset({"started", "declined", "expired", "fell_through", "stopped"}),
    RingState.STARTED: frozenset({"done", "fell_through", "stopped"}),
    RingState.DONE: frozenset(),
    RingState.DECLINED: frozenset(),
    RingState.EXPIRED: frozenset(),
    RingState.FELL_THROUGH: frozenset(),
    RingState.STOPPED: frozenset(),
    RingState.SUPERSEDED: frozenset(),
}
SHOWN_STATES = (*("proposed", "started", "done", "declined", "expired", "fell_through", "stopped"),)
"""What the parties may see: a ring that was only found is the custodians'."""
