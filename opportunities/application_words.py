"""Where an application stands, in the applicant's words: what is so, what comes next, by when."""

import datetime
from dataclasses import dataclass

from common.activity import entries_about
from common.models import ActivityEntry

from .application_choices import ApplicationState as S
from .models import Application, PlacementRecord
from .placement_choices import PlacementState

VERB = "opportunities.application_"

# (what is so, what comes next, the look of the block)
WORDS: dict[str, tuple[str, str, str]] = {
    S.DRAFT: ("A draft, not sent", "Only you see it. Finish it and send it.", ""),
    S.RECEIVED: ("Sent", "They read it. You have an answer by {answer_by}.", ""),
    S.READING: ("Being read", "They are reading it. You have an answer by {answer_by}.", ""),
    S.SHORTLISTED: (
        "On the shortlist",
        "They choose whom to talk with or whom to offer a place, by {answer_by}. "
        "You need do nothing now.",
        "",
    ),
    S.INTERVIEW: (
        "They would like to talk with you",
        "They get in touch and agree a time with you. Look into your mails.",
        "",
    ),
    S.OFFERED: ("You are offered a place", "Accept or refuse it {offer_until}.", "late"),
    S.ACCEPTED: ("The place is yours", "They get in touch about your first day.", "done"),
    S.PLACED: ("You are placed", "Your place is confirmed.", "done"),
    S.RESERVE: (
        "On the reserve list",
        "They write to you if a place comes free. You need not wait for it.",
        "",
    ),
    S.DECLINED: ("No place this time", "It says nothing about the next one.", ""),
    S.WITHDRAWN: ("You took it back", "They no longer see your name or your CV.", ""),
    S.RELEASED: (
        "No answer came in time",
        "We asked them, and you are free of it. It is not about you.",
        "",
    ),
}

# A tidy path for the page: where most go through, whatever the order of the states.
WENT: dict[str, str] = {
    S.RECEIVED: "You sent it",
    S.READING: "They began to read it",
    S.SHORTLISTED: "They put you on the shortlist",
    S.INTERVIEW: "They asked to talk with you",
    S.OFFERED: "They offered you a place",
    S.ACCEPTED: "You accepted",
    S.PLACED: "They confirmed your place",
    S.RESERVE: "They put you on the reserve list",
    S.DECLINED: "They answered: no place this time",
    S.WITHDRAWN: "You took it back",
    S.RELEASED: "It ended without an answer",
    "corrected": "Two custodians of the Forum put right where it stands",
}


@dataclass(frozen=True)
class Stands:
    """One application, in words for whoever wrote it."""

    text: str
    next_step: str
    look: str


ENDED_EARLY = ("The placement ended early", "They no longer see your name or your CV.", "")
COMPLETED = ("You did it", "The placement is over, and stands on your pathway.", "done")


def stands(application: Application, record: PlacementRecord | None = None) -> Stands:
    """Where it stands; ``record`` is the reader's own placement with it, where one began.

    A placement that ended early was not taken back, whoever ended it.
    """
    if record is not None and record.ended_by:
        text, next_step, look = ENDED_EARLY
    elif record is not None and record.state == PlacementState.COMPLETED:
        text, next_step, look = COMPLETED
    else:
        text, next_step, look = WORDS[application.state]
    until = f"by {day(application.offer_until)}" if application.offer_until else "soon"
    promised = "the day they promised"
    if application.answer_by:
        promised = day(application.answer_by)
    elif application.opportunity.state.in_round:
        promised = "the day of the round’s results"
    return Stands(text, next_step.format(answer_by=promised, offer_until=until), look)


def history(application: Application) -> list[tuple[datetime.datetime, str]]:
    """What happened to it, oldest first: (when, what)."""
    rows = entries_about(application).filter(verb__startswith=VERB).order_by("at", "id")
    named = [(row.at, _went(row, application)) for row in rows]
    return [(at, words) for at, words in named if words]


def _went(row: ActivityEntry, application: Application) -> str:
    """What one entry says. A host, a clock or a custodian takes nothing back: it ends."""
    state = row.verb.removeprefix(VERB)
    if state == S.WITHDRAWN and row.actor_id != application.person.user_id:
        return "It ended early"
    return WENT.get(state, "")


def day(date: datetime.date) -> str:
    """A day as people say it."""
    return f"{date:%A} {date.day} {date:%B %Y}"
