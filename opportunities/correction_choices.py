"""Putting the state of an application right by hand: what can be put right, and where a proposal stands."""

from django.db import models

from .application_choices import ApplicationState


class CorrectionState(models.TextChoices):
    PROPOSED = "proposed", "Waits for a second custodian"
    DONE = "done", "Confirmed and done"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken_back", "Taken back"
    EXPIRED = "expired", "Nobody confirmed it in time"
    STALE = "stale", "The application moved on meanwhile"


C = CorrectionState
CORRECTION_MOVES: dict[str, frozenset[str]] = {
    C.PROPOSED: frozenset({C.DONE, C.REFUSED, C.TAKEN_BACK, C.EXPIRED, C.STALE}),
    C.DONE: frozenset(),
    C.REFUSED: frozenset(),
    C.TAKEN_BACK: frozenset(),
    C.EXPIRED: frozenset(),
    C.STALE: frozenset(),
}

S = ApplicationState

# What nobody else can undo. Towards a place only from a place: nothing here can take one.
RIGHTING_MOVES: dict[str, frozenset[str]] = {
    S.DECLINED: frozenset({S.RECEIVED, S.READING, S.RESERVE}),
    S.WITHDRAWN: frozenset({S.RECEIVED, S.READING}),
    S.RELEASED: frozenset({S.RECEIVED, S.READING}),
    S.ACCEPTED: frozenset({S.OFFERED}),
    S.PLACED: frozenset({S.ACCEPTED}),
}
