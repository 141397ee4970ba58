"""States of the notes of a meeting, of who was there, of actions and of what people ask about them."""

from django.db import models


class Presence(models.TextChoices):
    """How somebody stood to a meeting. Who was absent may still have something to do."""

    ATTENDED = "attended", "In the room"
    ONLINE = "online", "Online"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Not there"


class NotesState(models.TextChoices):
    """How far the notes of a meeting have come. They are public from circulated on."""

    DRAFT = "draft", "Draft"
    CIRCULATED = "circulated", "Circulated"
    AGREED = "agreed", "Agreed"
    LOCKED = "locked", "Locked"


NOTES_MOVES: dict[str, frozenset[str]] = {
    NotesState.DRAFT: frozenset({NotesState.CIRCULATED}),
    NotesState.CIRCULATED: frozenset({NotesState.AGREED}),
    NotesState.AGREED: frozenset({NotesState.LOCKED}),
    NotesState.LOCKED: frozenset(),
}


class ActionState(models.TextChoices):
    """What became of an action."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


ACTION_MOVES: dict[str, frozenset[str]] = {
    ActionState.OPEN: frozenset({ActionState.DONE, ActionState.DROPPED}),
    ActionState.DONE: frozenset({ActionState.OPEN}),
    ActionState.DROPPED: frozenset({ActionState.OPEN}),
}


class Step(models.TextChoices):
    """Whom an action that is not done is taken to. Somebody presses a button for each step."""

    OWNER = "owner", "Its owners"
    LEAD = "lead", "The leads of their organisations"
    CHAIR = "chair", "The chair"
    PUBLIC = "public", "The top of the public list"


LADDER: tuple[str, ...] = (Step.OWNER, Step.LEAD, Step.CHAIR, Step.PUBLIC)


class RemovalState(models.TextChoices):
    """What became of somebody's wish not to be named in published notes."""

    UNCONFIRMED = "unconfirmed", "Address not confirmed yet"
    WAITING = "waiting", "Waits for a custodian"
    DONE = "done", "Name taken out"
    REFUSED = "refused", "Not found in the notes"


REMOVAL_MOVES: dict[str, frozenset[str]] = {
    RemovalState.UNCONFIRMED: frozenset({RemovalState.WAITING}),
    RemovalState.WAITING: frozenset({RemovalState.DONE, RemovalState.REFUSED}),
    RemovalState.DONE: frozenset(),
    RemovalState.REFUSED: frozenset(),
}


class SeriesPart(models.TextChoices):
    """What somebody is in a series of meetings."""

    CHAIR = "chair", "Chair"
    MEMBER = "member", "Member"
