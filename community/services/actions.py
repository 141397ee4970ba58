"""Actions: written down with their owners, settled by them or by a custodian, and reopened."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import move
from profiles.models import User

from ..choices.notes import ACTION_MOVES, ActionState
from ..models import Action, AgendaItem, Attendance, Meeting
from ..policies import notes as policies


class ActionRefused(ValueError):
    """Why it cannot be done, in words; ``field`` is where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(words)


@transaction.atomic
def add_action(
    meeting: Meeting,
    *,
    by: User,
    text: str,
    owners: Iterable[Attendance] = (),
    everyone: bool = False,
    due: datetime.date | None = None,
    item: AgendaItem | None = None,
) -> Action:
    """Write down what somebody will do. Raises ActionRefused without an owner, or a foreign one."""
    demand(policies.may_write_notes(by))
    owners = list(owners)
    _demand_fitting(meeting, owners, everyone, item)
    made = Action.objects.create(
        meeting=meeting, text=text, everyone=everyone, due=due, item=item, made_by=by
    )
    made.owners.set(owners)
    record("community.action_added", by=by, about=made, owners=len(owners))
    return made


@transaction.atomic
def change_action(
    action: Action,
    *,
    by: User,
    text: str,
    owners: Iterable[Attendance] = (),
    everyone: bool = False,
    due: datetime.date | None = None,
    item: AgendaItem | None = None,
) -> Action:
    """Change what it says, whose it is or by when. Raises as :func:`add_action`."""
    demand(policies.may_write_notes(by))
    row = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    owners = list(owners)
    _demand_fitting(row.meeting, owners, everyone, item)
    row.text, row.everyone, row.due, row.item = text, everyone, due, item
    row.save(update_fields=["text", "everyone", "due", "item"])
    row.owners.set(owners)
    record("community.action_changed", by=by, about=row, owners=len(owners))
    return row


@transaction.atomic
def say_how(action: Action, *, by: User, outcome: str, state: str = "") -> Action:
    """Say how it stands and, with a ``state``, that it is done, dropped or open again.

    By its owners or a custodian. Raises PermissionDenied, IllegalMove, or ActionRefused for an action
    that is dropped without a word.
    """
    row = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    demand(policies.may_settle(by, row))
    if state == ActionState.DROPPED and not outcome.strip():
        raise ActionRefused("Say why it is dropped.", "outcome")
    if state and state != row.state:
        move(row, state, moves=ACTION_MOVES)
        row.settled_at = None if state == ActionState.OPEN else timezone.now()
        record(f"community.action_{state}", by=by, about=row)
    row.outcome = outcome
    row.save(update_fields=["outcome", "settled_at"])
    return row


def _demand_fitting(
    meeting: Meeting, owners: list[Any], everyone: bool, item: AgendaItem | None
) -> None:
    if not owners and not everyone:
        raise ActionRefused("Say who does it, or that it is for all members.", "owners")
    if any(one.meeting_id != meeting.pk for one in owners):
        raise ActionRefused("Owners are chosen among the people of this meeting.", "owners")
    if item is not None and item.meeting_id != meeting.pk:
        raise ActionRefused("That item is on the agenda of another meeting.", "item")
