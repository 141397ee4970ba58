"""Which states an outcome has, when somebody is asked, and what may be answered later."""

from django.db import models


class OutcomeState(models.TextChoices):
    DRAFT = "draft", "Draft"
    WAITING = "waiting", "Waiting for a custodian"
    PUBLISHED = "published", "Verified and published"
    WITHDRAWN = "withdrawn", "Taken back"


# The two sides': sending in, taking back. A custodian's: handing back, verifying.
OUTCOME_MOVES: dict[str, frozenset[str]] = {
    OutcomeState.DRAFT: frozenset({"waiting"}),
    OutcomeState.WAITING: frozenset({"draft", "published"}),
    OutcomeState.PUBLISHED: frozenset({"withdrawn"}),
    OutcomeState.WITHDRAWN: frozenset({"waiting"}),
}
EDITABLE = (OutcomeState.DRAFT, OutcomeState.WITHDRAWN)


class Came(models.TextChoices):
    """What an outcome came of; also what stands in the address where it is recorded."""

    INTRODUCTION = "introduction", "Introduction"
    PLACEMENT = "placement", "Placement"
    APPLICATION = "application", "Challenge"
    EVENT = "event", "Event"


class Moment(models.TextChoices):
    DONE = "done", "When it is done"
    HALF_YEAR = "half_year", "Six months later"
    YEAR = "year", "A year later"


LATER = (Moment.HALF_YEAR, Moment.YEAR)


class StillHere(models.TextChoices):
    YES = "yes", "Yes, in the West Midlands"
    NO = "no", "No, elsewhere"
    UNSAID = "unsaid", "I would rather not say"


class Role(models.TextChoices):
    STUDENT = "student", "Studying"
    ANALYST = "analyst", "Analyst or statistician"
    ENGINEER = "engineer", "Engineer or developer"
    SCIENTIST = "scientist", "Data scientist or researcher"
    OTHER_DATA = "data", "Another role with data"
    OTHER = "other", "Something else"
    NONE = "none", "Looking for work"


class Sector(models.TextChoices):
    PUBLIC = "public", "Public body"
    UNIVERSITY = "university", "University"
    BUSINESS = "business", "Business"
    COMMUNITY = "community", "Community organisation"
    NONE = "none", "None of these"
