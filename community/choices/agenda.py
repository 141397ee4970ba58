"""What an item of an agenda is, and what becomes of it."""

from django.db import models


class ItemKind(models.TextChoices):
    """What an item is for; the notes of a meeting draw on it."""

    ORDINARY = "ordinary", "An item to talk about"
    PRESENTATION = "presentation", "A presentation"
    LAST_NOTES = "last_notes", "Notes of the last meeting"
    MATTERS = "matters", "Matters arising"
    UPDATES = "updates", "Members' updates"
    PAUSE = "pause", "A break, or lunch"
    NEXT = "next", "The next meeting"


class ItemState(models.TextChoices):
    """Whether it is on this agenda, or went on to the next one."""

    PLANNED = "planned", "On the agenda"
    POSTPONED = "postponed", "Postponed to the next meeting"


ITEM_MOVES = {
    ItemState.PLANNED: {ItemState.POSTPONED},
    ItemState.POSTPONED: {ItemState.PLANNED},
}
