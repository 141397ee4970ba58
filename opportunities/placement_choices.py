"""Where somebody's placement can be, who agrees to it, and what is asked on the way."""

from django.db import models


class PlacementState(models.TextChoices):
    DRAFT = "draft", "Agreement being written"
    SENT = "sent", "Waiting for everybody’s yes"
    AGREED = "agreed", "Agreed"
    COMPLETED = "completed", "Completed"
    ENDED = "ended", "Ended early"


S = PlacementState

# The host's: sending. The last of those who are asked: agreeing. Any of them: saying no.
# The clock's: completing. Either side's, or the application's own end: ending early.
PLACEMENT_MOVES: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.SENT, S.ENDED}),
    # Somebody says no: back to the draft, or to what everybody agreed before.
    S.SENT: frozenset({S.DRAFT, S.AGREED, S.COMPLETED, S.ENDED}),
    S.AGREED: frozenset({S.SENT, S.COMPLETED, S.ENDED}),
    S.COMPLETED: frozenset(),
    S.ENDED: frozenset(),
}
PLACEMENT_OVER = frozenset({S.COMPLETED, S.ENDED})


class PartyRole(models.TextChoices):
    HOST = "host", "The host"
    SUPERVISOR = "supervisor", "The supervisor"
    STUDENT = "student", "The student"
    UNIVERSITY = "university", "The university"


BY_LINK = frozenset({PartyRole.SUPERVISOR, PartyRole.UNIVERSITY})
"""Those who answer without an account."""


class PartyAnswer(models.TextChoices):
    WAITING = "waiting", "Not answered yet"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Said no"


PARTY_MOVES: dict[str, frozenset[str]] = {
    PartyAnswer.WAITING: frozenset({PartyAnswer.AGREED, PartyAnswer.DECLINED}),
    PartyAnswer.AGREED: frozenset(),
    PartyAnswer.DECLINED: frozenset(),
}


class Side(models.TextChoices):
    HOST = "host", "The host"
    STUDENT = "student", "The student"


class Moment(models.TextChoices):
    FIRST_WEEK = "first_week", "After the first week"
    MIDPOINT = "midpoint", "Half-way"
    END = "end", "At the end"


class HowItGoes(models.TextChoices):
    WELL = "well", "Well"
    MIXED = "mixed", "Partly"
    BADLY = "badly", "Not well"
