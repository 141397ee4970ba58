"""Which kinds and states opportunities have, and which moves are allowed."""

from django.db import models


class Kind(models.TextChoices):
    CHALLENGE = "challenge", "Challenge"
    PLACEMENT = "placement", "Placement"
    JOB = "job", "Job"


class Pattern(models.TextChoices):
    ON_SITE = "on_site", "On site"
    HYBRID = "hybrid", "Hybrid"
    REMOTE = "remote", "Remote"


class Sensitivity(models.TextChoices):
    OPEN = "open", "Open: anyone could see it"
    SHARED = "shared", "Shared: only with those we agree with"
    PERSONAL = "personal", "Personal: about people who could be known from it"


class PayBasis(models.TextChoices):
    PAID = "paid", "Paid"
    FUNDED = "funded", "Funded by a bursary or grant"
    EXPENSES = "expenses", "Expenses only"
    VOLUNTARY = "voluntary", "Voluntary"


class PayPeriod(models.TextChoices):
    HOUR = "hour", "an hour"
    YEAR = "year", "a year"
    TOTAL = "total", "in all"


class LawfulBasis(models.TextChoices):
    """What the law on data protection lets personal data be used for, in words."""

    CONSENT = "consent", "The people said yes to this very use"
    CONTRACT = "contract", "A contract with them needs it"
    DUTY = "duty", "A law obliges us to"
    TASK = "task", "It is our task as a public body"
    INTERESTS = "interests", "A legitimate interest, which we have weighed against theirs"
    UNKNOWN = "unknown", "We do not know yet"


class PayException(models.TextChoices):
    """Why somebody may work for less than the minimum wage."""

    NONE = "none", "None of these"
    COURSE = "course", "A course of study requires it, for a year at most"
    VOLUNTEER = "volunteer", "They volunteer at a charity or a public body"
    EXPENSES = "expenses", "They volunteer there, and get their expenses back"


class PayVerdict(models.TextChoices):
    LAWFUL = "lawful", "Lawful"
    UNSURE = "unsure", "For a custodian to look at"
    NOT_LAWFUL = "not_lawful", "Not lawful"


class WageBand(models.TextChoices):
    """The bands of the United Kingdom's minimum wage."""

    ADULT = "adult", "21 and over"
    YOUNG = "young", "18 to 20"
    UNDER_18 = "under_18", "Under 18"
    APPRENTICE = "apprentice", "Apprentice"


class FundingStatus(models.TextChoices):
    FUNDED = "funded", "The money is there"
    BID_IN = "bid_in", "A bid is in"
    SEEKING = "seeking", "We are looking for it"


class Lifecycle(models.TextChoices):
    """Ours, beside the moderation state, which is Wagtail's."""

    OPEN = "open", "Open"
    FILLED = "filled", "Filled"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


LIFECYCLE_MOVES: dict[str, frozenset[str]] = {
    Lifecycle.OPEN: frozenset({"filled", "closed", "cancelled"}),
    Lifecycle.FILLED: frozenset({"open", "closed", "cancelled"}),
    Lifecycle.CLOSED: frozenset(),
    Lifecycle.CANCELLED: frozenset(),
}


class InRound(models.TextChoices):
    """Whether a round gives its places, and whether its host reads without names meanwhile."""

    NO = "", "Rolling"
    NAMED = "named", "In a round"
    BLIND = "blind", "In a round, read without names"


class ScopingState(models.TextChoices):
    """Where a draft stands that its authors asked a custodian to look at."""

    ASKED = "asked", "Asked"
    HELPING = "helping", "Being helped"
    HANDED_BACK = "handed_back", "Handed back"
    TAKEN_BACK = "taken_back", "Taken back"


# What was handed back can be asked about again; what was taken back too, or given back to its helper.
SCOPING_MOVES: dict[str, frozenset[str]] = {
    ScopingState.ASKED: frozenset({"helping", "taken_back"}),
    ScopingState.HELPING: frozenset({"asked", "handed_back", "taken_back"}),
    ScopingState.HANDED_BACK: frozenset({"asked"}),
    ScopingState.TAKEN_BACK: frozenset({"asked", "helping"}),
}


class Alerts(models.TextChoices):
    """How often a saved search writes, when something new fits it."""

    DAILY = "daily", "At most once a day"
    WEEKLY = "weekly", "At most once a week"
    OFF = "off", "Never"
