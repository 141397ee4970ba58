"""States of an event beside Wagtail's moderation: it takes place, or it was called off."""

from django.db import models


class EventLifecycle(models.TextChoices):
    """Whether a published event takes place."""

    PLANNED = "planned", "Takes place"
    CALLED_OFF = "called_off", "Called off"


EVENT_MOVES: dict[str, frozenset[str]] = {
    EventLifecycle.PLANNED: frozenset({EventLifecycle.CALLED_OFF}),
    EventLifecycle.CALLED_OFF: frozenset({EventLifecycle.PLANNED}),
}
