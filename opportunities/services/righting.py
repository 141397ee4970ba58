"""What putting a state right by hand does to the application, and what stops it.

Beside ``moving.advance`` the one place that writes a state: its moves are those that nobody else has.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.states import move

from ..application_choices import OVER, WAITS_FOR_HOST, ApplicationState, MemberState
from ..choices import Lifecycle
from ..correction_choices import RIGHTING_MOVES
from ..models import Application, Decision, PlacementRecord, TeamMember
from ..placement_choices import PLACEMENT_OVER, PlacementState
from .deciding import offer_until
from .seats import give_back
from .sharing import realign_application

S = ApplicationState
ANSWER_IN = datetime.timedelta(days=14)


def choices(row: Application) -> tuple[list[tuple[str, str]], str]:
    """(state, words) of what it can be put right to now; or none, and the sentence that says why."""
    targets = [state for state in S if state in RIGHTING_MOVES.get(row.state, frozenset())]
    if not targets:
        return [], "Its host or its applicant can still move it themselves."
    if stop := _what_stops(row):
        return [], stop
    return [(state.value, state.label) for state in targets], ""


def what_stops(row: Application, to: str) -> str:
    """Why a locked application cannot be put right to ``to``; nothing when it can."""
    if to not in RIGHTING_MOVES.get(row.state, frozenset()):
        return "From where it stands it cannot be put there by hand."
    return _what_stops(row)


def _what_stops(row: Application) -> str:
    if row.opportunity.state.lifecycle == Lifecycle.CANCELLED:
        return "This has been called off, so nothing more can come of it."
    if Decision.objects.filter(pk=row.pk, sending_since__isnull=False).exists():
        return "A decision about this is being sent."
    # Of a team each has a record; whoever left has one that is over, and stops nothing.
    records = set(
        PlacementRecord.objects.filter(application=row.pk).values_list("state", flat=True)
    )
    running = records - PLACEMENT_OVER
    if row.state in OVER:
        return _what_stops_opening(row, began=bool(records))
    if row.state == S.ACCEPTED and running - {PlacementState.DRAFT}:
        return "The learning agreement has been sent. Host or student end the placement instead."
    if row.state == S.PLACED and records and not running:
        return "The placement is over."
    return ""


def _what_stops_opening(row: Application, *, began: bool) -> str:
    if began:
        return "A placement had begun with it. They would have to apply again."
    if row.members.exclude(person=None).exists():
        return "A team applied, and it has ended with this. They would have to apply again."
    again = Application.objects.alive().filter(person=row.person_id, opportunity=row.opportunity_id)
    teams = TeamMember.objects.filter(
        person=row.person_id, opportunity=row.opportunity_id, state=MemberState.JOINED
    )
    if again.exists() or teams.exists():
        return "They have applied again since, so this one stays as it is."
    return ""


@transaction.atomic
def put_right(row: Application, to: str) -> Application:
    """Move a locked application, with its place and what it opens. Nobody is told here.

    Nothing here takes a place: back to an offer the place is free again, and all yeses are asked anew.
    """
    was = row.state
    move(row, to, moves=RIGHTING_MOVES)
    now = timezone.now()
    values: dict[str, Any] = {"changed": now}
    if was in OVER:
        values |= {"decline_reason": "", "public_text": "", "decided_at": None}
    if to in WAITS_FOR_HOST:
        values |= {
            "answer_by": None
            if row.opportunity.state.in_round
            else timezone.localdate() + ANSWER_IN,
            "reminded": 0,
            "reminded_on": None,
        }
    if to == S.OFFERED:
        values |= {"offer_until": offer_until(), "accepted_at": None}
        row.members.update(accepted_at=None)
        # The draft of an agreement is made again with the next yes.
        PlacementRecord.objects.filter(application=row.pk, state=PlacementState.DRAFT).delete()
        give_back(row, why="corrected")
    Application.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
    realign_application(row)
    return row
