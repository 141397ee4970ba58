"""Where the taking back of published results can be."""

from django.db import models


class TakingBackState(models.TextChoices):
    ENTERED = "entered", "Waits for a second person"
    CONFIRMED = "confirmed", "Being carried out"
    DONE = "done", "Taken back"
    REFUSED = "refused", "Refused: the results stand"


TAKING_BACK_MOVES: dict[str, frozenset[str]] = {
    TakingBackState.ENTERED: frozenset({"confirmed", "refused"}),
    TakingBackState.CONFIRMED: frozenset({"done", "refused"}),
    TakingBackState.DONE: frozenset(),
    TakingBackState.REFUSED: frozenset(),
}
