"""Where an application can be, who moves it there, and what a poster may ask."""

from django.db import models


class ApplicationState(models.TextChoices):
    DRAFT = "draft", "Draft"
    RECEIVED = "received", "Received"
    READING = "reading", "Being read"
    SHORTLISTED = "shortlisted", "Shortlisted"
    INTERVIEW = "interview", "Interview"
    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    PLACED = "placed", "Placed"
    RESERVE = "reserve", "On the reserve list"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RELEASED = "released", "Released: no answer in time"


S = ApplicationState

# The applicant's: sending, taking back, accepting or refusing an offer.
# The host's: reading, shortlisting, inviting, offering, keeping in reserve, declining, placing.
# The clock's: releasing what nobody answered.
APPLICATION_MOVES: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.RECEIVED}),
    S.RECEIVED: frozenset(
        {S.READING, S.SHORTLISTED, S.INTERVIEW, S.OFFERED}
        | {S.RESERVE, S.DECLINED, S.WITHDRAWN, S.RELEASED}
    ),
    S.READING: frozenset(
        {S.SHORTLISTED, S.INTERVIEW, S.OFFERED, S.RESERVE, S.DECLINED, S.WITHDRAWN, S.RELEASED}
    ),
    S.SHORTLISTED: frozenset(
        {S.INTERVIEW, S.OFFERED, S.RESERVE, S.DECLINED, S.WITHDRAWN, S.RELEASED}
    ),
    S.INTERVIEW: frozenset({S.OFFERED, S.RESERVE, S.DECLINED, S.WITHDRAWN, S.RELEASED}),
    S.RESERVE: frozenset({S.OFFERED, S.DECLINED, S.WITHDRAWN}),
    # An offer that runs out goes back to the reserve list, and the applicant is told so.
    S.OFFERED: frozenset({S.ACCEPTED, S.RESERVE, S.DECLINED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.PLACED, S.WITHDRAWN, S.DECLINED}),
    S.PLACED: frozenset({S.WITHDRAWN}),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.RELEASED: frozenset(),
}

TAKEN_BACK_MOVES: dict[str, frozenset[str]] = {
    state: frozenset({S.RECEIVED, S.READING, S.SHORTLISTED, S.INTERVIEW, S.RESERVE})
    for state in (S.ACCEPTED, S.PLACED, S.WITHDRAWN)
}
"""When the results of a round are taken back, what it did to an application is undone."""

OVER = frozenset({S.DECLINED, S.WITHDRAWN, S.RELEASED})
HOLDS_SEAT = frozenset({S.ACCEPTED, S.PLACED})
WAITS_FOR_HOST = frozenset({S.RECEIVED, S.READING, S.SHORTLISTED, S.INTERVIEW})
LIVE = frozenset(set(S) - OVER - {S.DRAFT})


class Question(models.TextChoices):
    """What a poster may ask; the words are said to the applicant as they stand."""

    WHY = "why", "Why this one?"
    DONE = "done", "What have you done that is like it? A course or a hobby counts."
    LEARN = "learn", "What would you like to learn here?"
    WHEN = "when", "When could you start, and which days suit you?"
    LINK = "link", "A link to something you made, if there is one"
    OWN = "own", "A question of the poster’s own"


class MemberState(models.TextChoices):
    """Where somebody stands who was asked to apply together with others."""

    ASKED = "asked", "Asked, no answer yet"
    JOINED = "joined", "In the team"
    REFUSED = "refused", "Said no"
    TAKEN_BACK = "taken_back", "Not asked any more"
    LEFT = "left", "Left the team"
    ENDED = "ended", "In the team until it ended"


M = MemberState
MEMBER_MOVES: dict[str, frozenset[str]] = {
    M.ASKED: frozenset({M.JOINED, M.REFUSED, M.TAKEN_BACK}),
    M.JOINED: frozenset({M.LEFT, M.ENDED}),
    M.REFUSED: frozenset(),
    M.TAKEN_BACK: frozenset(),
    M.LEFT: frozenset(),
    M.ENDED: frozenset(),
}


class DeclineReason(models.TextChoices):
    """Why, for the host’s own record; the applicant reads the public text only."""

    FULL = "full", "All places went to others"
    SKILLS = "skills", "An essential skill is missing"
    DATES = "dates", "The dates or hours do not fit"
    TRAVEL = "travel", "Too far, and it cannot be remote"
    ELIGIBLE = "eligible", "Not among those it is for"
    OTHER = "other", "Something else"
