"""States of an event beside Wagtail's moderation: it takes place, or it was called off."""

from django.db import models


class EventLifecycle(models.TextChoices):
    """Whether a published event takes place."""

    PLANNED = "planned", "Takes place"
    CALLED_OFF = "called_off", "Called off"


EVENT_MOVES = {
    EventLifecycle.PLANNED: {EventLifecycle.CALLED_OFF},
    EventLifecycle.CALLED_OFF: {EventLifecycle.PLANNED},
}
