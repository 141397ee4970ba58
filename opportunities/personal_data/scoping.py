"""What help with drafts holds about people, how long, and how it goes."""

import datetime

from django.db.models import QuerySet

from common.erasing import Leaving, eraser, redact
from common.personal import part, personal
from common.retention import clock

from ..choices import ScopingState
from ..models import Scoping, ScopingComment

KEPT = datetime.timedelta(days=183)
CLOCK = "opportunities.scoping"
SEEN = "whoever drafts for the organisation; custodians without a part in it"
WHY = "helping with a draft"

personal(
    "opportunities.Scoping",
    "Help you asked for, or gave, with a draft",
    part(
        "question wants_hour asked_by asked_at helper",
        why=WHY,
        basis="interests",
        kept=CLOCK,
        seen=SEEN,
    ),
    about="asked_by helper",
    plain="opportunity state changed reminded_at",
)
personal(
    "opportunities.ScopingComment",
    "What you said about drafts",
    part(
        "text author created answer answered_by",
        why=WHY,
        basis="interests",
        kept=CLOCK,
        seen=SEEN,
    ),
    about="author answered_by",
    plain="id scoping done_at",
    words={"about": "which question of the draft it is about"},
)


def _over(now: datetime.datetime) -> QuerySet[Scoping]:
    """Help that ended long enough ago."""
    ended = (ScopingState.HANDED_BACK, ScopingState.TAKEN_BACK)
    return Scoping.objects.filter(state__in=ended, changed__lt=now - KEPT)


@clock(
    CLOCK,
    keeps="Help with drafts, and what was said about them",
    until=f"{KEPT.days} days after it was handed back or taken back",
    due=lambda now: _over(now).count(),
)
def forget_scopings(now: datetime.datetime) -> int:
    """With the comments."""
    return _over(now).delete()[0]


@eraser("opportunities.scoping", order=28)
def leave_drafts(leaving: Leaving) -> None:
    """What they said goes; a draft they helped with stands on the desk again, under no name of theirs."""
    user = leaving.user
    mine = Scoping.objects.filter(helper=user)
    mine.filter(state=ScopingState.HELPING).update(state=ScopingState.ASKED)
    mine.update(helper=None)
    leaving.remove(ScopingComment.objects.filter(author=user))
    ScopingComment.objects.filter(answered_by=user).update(answer="", answered_by=None)
    Scoping.objects.filter(asked_by=user).update(asked_by=None)
    redact(Scoping.objects.all(), "question", leaving.words)
    redact(ScopingComment.objects.all(), "text answer", leaving.words)
