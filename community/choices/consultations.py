"""States of a consultation, of a response and of what people wrote, and the moves between them."""

from django.db import models


class ConsultationState(models.TextChoices):
    """Where a consultation is on its way from a draft to what came of it."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    REPORTED = "reported", "Reported"


C = ConsultationState
CONSULTATION_MOVES: dict[str, frozenset[str]] = {
    C.DRAFT: frozenset({C.OPEN}),
    C.OPEN: frozenset({C.CLOSED}),
    C.CLOSED: frozenset({C.REPORTED}),
    C.REPORTED: frozenset(),
}
SEEN_BY_ALL = (C.OPEN, C.CLOSED, C.REPORTED)


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    ONE = "one", "Choose one"
    MANY = "many", "Choose all that apply"
    SCALE = "scale", "A scale from 1 to 5"
    TEXT = "text", "Own words"


class Respondent(models.TextChoices):
    """As whom somebody answers."""

    PERSON = "person", "Somebody signed in"
    ORGANISATION = "organisation", "An organisation"
    GUEST = "guest", "A guest with a confirmed address"
    ANONYMOUS = "anonymous", "Nobody knows who"


class ResponseState(models.TextChoices):
    """Whether it counts."""

    DRAFT = "draft", "Begun, not sent"
    SENT = "sent", "Sent"


RESPONSE_MOVES: dict[str, frozenset[str]] = {
    ResponseState.DRAFT: frozenset({ResponseState.SENT}),
    ResponseState.SENT: frozenset(),
}


class Consent(models.TextChoices):
    """What may be shown of what somebody wrote."""

    NAMED = "named", "Yes, with the name"
    UNNAMED = "unnamed", "Yes, without a name"
    NO = "no", "No, only count it"


class Moderation(models.TextChoices):
    """Whether a custodian has let a text be shown."""

    WAITING = "waiting", "Not read yet"
    SHOWN = "shown", "Shown"
    WITHHELD = "withheld", "Not shown"


MODERATION_MOVES: dict[str, frozenset[str]] = {
    Moderation.WAITING: frozenset({Moderation.SHOWN, Moderation.WITHHELD}),
    Moderation.SHOWN: frozenset({Moderation.WITHHELD}),
    Moderation.WITHHELD: frozenset({Moderation.SHOWN}),
}


class Became(models.TextChoices):
    """Which list of a report a row stands in."""

    DID = "did", "You said, we did"
    CHANGED = "changed", "What changed in the published version"
