"""Which states runs and introductions have, and which moves are allowed."""

from django.db import models

EVERYTHING = "all"
"""The scope of a run over every need and every supply."""


class RunState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


RUN_MOVES: dict[str, frozenset[str]] = {
    RunState.QUEUED: frozenset({"running", "failed"}),
    RunState.RUNNING: frozenset({"done", "failed"}),
    RunState.DONE: frozenset(),
    RunState.FAILED: frozenset(),
}


class Trigger(models.TextChoices):
    PUBLISHED = "published", "Something was published"
    CHANGED = "changed", "A profile or an offer changed"
    COMMAND = "command", "By command"
    NIGHTLY = "nightly", "Nightly"


class IntroductionState(models.TextChoices):
    PROPOSED = "proposed", "Asked"
    ONE_ACCEPTED = "one_accepted", "One side said yes"
    INTRODUCED = "introduced", "Introduced"
    AGREED = "agreed", "Agreed"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Ran out of time"
    FELL_THROUGH = "fell_through", "Fell through"


INTRODUCTION_MOVES: dict[str, frozenset[str]] = {
    IntroductionState.PROPOSED: frozenset({"one_accepted", "introduced", "declined", "expired"}),
    IntroductionState.ONE_ACCEPTED: frozenset({"introduced", "declined", "expired"}),
    IntroductionState.INTRODUCED: frozenset({"agreed", "fell_through"}),
    IntroductionState.AGREED: frozenset({"under_way", "fell_through"}),
    IntroductionState.UNDER_WAY: frozenset({"done", "fell_through"}),
    IntroductionState.DONE: frozenset(),
    IntroductionState.DECLINED: frozenset(),
    IntroductionState.EXPIRED: frozenset(),
    IntroductionState.FELL_THROUGH: frozenset(),
}
LIVE_STATES = ("proposed", "one_accepted", "introduced", "agreed", "under_way")
TO_INTRODUCE = "matching.to_introduce"  # what the desk remembers
WAITING_STATES = ("proposed", "one_accepted")


MET_STATES = ("introduced", "agreed", "under_way")
"""Both sides said yes and it goes on: what it opened is open."""

OPENED_STATES = ("introduced", "agreed", "under_way", "done")
"""Both sides said yes, so each may see how to reach the other."""


class Side(models.TextChoices):
    NEED = "need", "The side that asks"
    SUPPLY = "supply", "The side that offers"


class Answer(models.TextChoices):
    NONE = "", "No answer yet"
    YES = "yes", "Yes"
    NO = "no", "No"


class Approval(models.TextChoices):
    NONE = "", "Not needed"
    ASKED = "asked", "A custodian is asked"
    GIVEN = "given", "A custodian agreed"


class ApprovalCause(models.TextChoices):
    NONE = "", "None"
    PARTY = "party", "A side asked for it"
    SAFEGUARDING = "safeguarding", "Children or adults at risk"


class ReportState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    KEPT = "kept", "Nothing wrong with it"
    REMOVED = "removed", "Taken out"


class TrialState(models.TextChoices):
    """How far other weights have come."""

    DRAFT = "draft", "In draft"
    COMPARING = "comparing", "Being compared"
    COMPARED = "compared", "Compared"
    SWITCHED = "switched", "Switched to"
    DROPPED = "dropped", "Dropped"


TRIAL_MOVES: dict[str, frozenset[str]] = {
    TrialState.DRAFT: frozenset({"comparing", "dropped"}),
    TrialState.COMPARING: frozenset({"compared", "draft", "dropped"}),
    TrialState.COMPARED: frozenset({"comparing", "draft", "switched", "dropped"}),
    TrialState.SWITCHED: frozenset(),
    TrialState.DROPPED: frozenset(),
}


class AsideReason(models.TextChoices):
    """Why something is not for one. Some say more than about this one pair: see ``bonds``."""

    THIS_ONE = "this_one", "Just not this one"
    ORGANISATION = "organisation", "Nothing with this organisation"
    UNPAID = "unpaid", "I do not want unpaid work"
    PLACE = "place", "The place does not suit"
    DATES = "dates", "The dates do not suit"
    HOURS = "hours", "The hours do not suit"
    SKILLS = "skills", "The skills do not suit"


SUPPLY_REASONS = tuple(AsideReason)
NEED_REASONS = (
    AsideReason.THIS_ONE,
    AsideReason.PLACE,
    AsideReason.DATES,
    AsideReason.SKILLS,
)


class AppealState(models.TextChoices):
    WAITING = "waiting", "Waiting for a custodian"
    ANSWERED = "answered", "Answered"


APPEAL_MOVES: dict[str, frozenset[str]] = {
    AppealState.WAITING: frozenset({"answered"}),
    AppealState.ANSWERED: frozenset(),
}


class Finding(models.TextChoices):
    """What a custodian found."""

    STANDS = "stands", "The result stands"
    MENDED = "mended", "Something was wrong, and it is being put right"
