"""What applications hold about people, how long, and how it goes."""

import datetime

from django.db.models import Q, QuerySet

from common.personal import impersonal, part, personal
from common.retention import clock

from ..application_choices import OVER, ApplicationState
from ..models import Application

KEPT = datetime.timedelta(days=183)
DRAFTS = datetime.timedelta(days=90)
CLOCK = "opportunities.applications"
HOST = "the applicant; whoever answers for the host, without the name while they read blind"

personal(
    "opportunities.Application",
    "Your applications",
    part(
        "person shares_cv sent_at answer_by offer_until accepted_at decided_at named_at public_text",
        why="putting you forward, and answering you in time",
        basis="contract",
        kept=CLOCK,
        seen=HOST,
    ),
    part(
        "tier decline_reason private_note",
        why="the host’s own record of why",
        basis="interests",
        kept=CLOCK,
        seen="whoever answers for the host; the applicant in their copy",
    ),
    about="person__user",
    plain="id opportunity state created changed reminded reminded_on",
    words={"label": "letters drawn at random, so that a reader can tell two apart"},
)
personal(
    "opportunities.ApplicationAnswer",
    "What you wrote in applications",
    part(
        "application text",
        why="putting you forward",
        basis="contract",
        kept=CLOCK,
        seen=HOST,
    ),
    about="application__person__user",
    plain="id question",
)
personal(
    "opportunities.TeamMember",
    "Teams you applied in, or were asked to",
    part(
        "application address asked person shares_cv joined_at agreed_at accepted_at left_at",
        why="applying together, each by their own yes",
        basis="contract",
        kept=CLOCK,
        seen="the team; whoever answers for the host, without names while they read blind; "
        "an address only whoever asked, until it is answered",
    ),
    about="person__user asked application__person__user",
    plain="id opportunity state asked_at",
)
personal(
    "opportunities.Review",
    "Readings of applications",
    part(
        "application reviewer scores note conflict assigned_at done_at",
        why="reading applications fairly",
        basis="interests",
        kept=CLOCK,
        seen="whoever answers for the host; the applicant in their copy, without the reader",
    ),
    about="application__person__user reviewer",
    plain="id",
)
personal(
    "opportunities.Decision",
    "Decisions written and not sent yet",
    part(
        "application reason private_note public_text written_by written_at",
        why="writing a decision and reading it again before it is sent",
        basis="interests",
        kept=CLOCK,
        seen="whoever answers for the host",
    ),
    about="application__person__user written_by",
    plain="to sending_since",
)
impersonal(
    "opportunities.ApplicationForm",
    "opportunity questions own_question wants_cv blind days_to_answer takes_teams team_least",
    because="What a poster asks of all applicants alike.",
)
impersonal(
    "opportunities.SeatEntry",
    "id opportunity application change why at",
    because="A count of places; whose it was goes with the application.",
)


def _over(now: datetime.datetime) -> QuerySet[Application]:
    """Those that came to nothing long enough ago, and drafts nobody goes on with."""
    return Application.objects.filter(
        Q(state__in=sorted(OVER), changed__lt=now - KEPT)
        | Q(state=ApplicationState.DRAFT, changed__lt=now - DRAFTS)
    )


@clock(
    CLOCK,
    keeps="Applications that came to nothing, and drafts",
    until=f"{KEPT.days} days after the answer; drafts {DRAFTS.days} days",
    due=lambda now: _over(now).count(),
)
def forget_applications(now: datetime.datetime) -> int:
    """With what was written in them, and how they were read."""
    return _over(now).delete()[0]
