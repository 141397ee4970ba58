"""What corrections of states hold about people, how long, and how it goes."""

import datetime

from django.db.models import QuerySet

from common.erasing import Leaving, eraser, redact
from common.personal import part, personal
from common.retention import clock

from ..correction_choices import CorrectionState
from ..models import Correction

KEPT = datetime.timedelta(days=183)
CLOCK = "opportunities.corrections"

personal(
    "opportunities.Correction",
    "States of applications put right by hand",
    part(
        "application reason answer proposed_by proposed_at decided_by decided_at",
        why="two people answering for each change that is made by hand",
        basis="interests",
        kept=CLOCK,
        seen="custodians without a tie; the applicant in their copy",
    ),
    about="application__person__user proposed_by decided_by",
    plain="id state was to",
)


def _over(now: datetime.datetime) -> QuerySet[Correction]:
    return Correction.objects.filter(decided_at__lt=now - KEPT)


@clock(
    CLOCK,
    keeps="Who put the state of an application right, and why",
    until=f"{KEPT.days} days after it was decided",
    due=lambda now: _over(now).count(),
)
def forget_corrections(now: datetime.datetime) -> int:
    """The log of what was done stays, without the words."""
    return _over(now).delete()[0]


@eraser("opportunities.corrections", order=27)
def leave_corrections(leaving: Leaving) -> None:
    """What they proposed and nobody confirmed goes; what was done stays, under no name."""
    user = leaving.user
    mine = Correction.objects.filter(proposed_by=user)
    leaving.remove(mine.filter(state=CorrectionState.PROPOSED))
    redact(Correction.objects.all(), "reason answer", leaving.words)
    mine.update(proposed_by=None)
    Correction.objects.filter(decided_by=user).update(decided_by=None)
