"""Chasing actions: the reminder a week before the next meeting, and the ladder, step by step."""

import datetime
from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from common import delivery
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.choices import Role
from profiles.models import Membership, User

from ..choices.notes import Presence, SeriesPart, Step
from ..models import Action, ActionReminder, Escalation, Meeting, SeriesMember
from ..policies import notes as policies
from ..queries.actions import DESK_ACTIONS

BEFORE = datetime.timedelta(days=7)
AT_A_TIME = 200


@transaction.atomic
def take_step(action: Action, *, by: User, step: str) -> Escalation:
    """Take an action to the next step of the ladder, and tell whom that reaches.

    ``told`` of what is returned says how many were written to; none where nobody has an account.
    Raises IllegalMove when it is not open, or when that is not its next step.
    """
    demand(policies.may_write_notes(by))
    row = Action.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=action.pk)
    if not row.is_open:
        raise IllegalMove(row.state, step, "It is not open any more.")
    if step != row.next_step:
        raise IllegalMove(row.step, step, "Somebody took that step already. Look again.")
    row.step = step
    row.save(update_fields=["step"])
    cache.delete(DESK_ACTIONS)
    made = Escalation.objects.create(action=row, step=step, by=by)
    for user in _reached(row, step):
        sent = delivery.notify(
            "community_action_chased",
            to=user,
            key=f"escalation:{made.pk}",
            text=row.text,
            due=row.due,
            day=row.meeting.on,
            step=str(step),
            link=_link(row, step),
        )
        made.told += sent is not None
    made.save(update_fields=["told"])
    record("community.action_escalated", by=by, about=row, step=str(step), told=made.told)
    return made


def remind_owners(*, now: datetime.datetime | None = None) -> int:
    """The clock: a week before a meeting, whoever has an open action of its series hears of it once.

    Of what is for all members, those who were there when it was said.
    """
    now = now or timezone.now()
    soon = Meeting.objects.filter(
        starts__gt=now,
        starts__lte=now + BEFORE,
        announced_at__isnull=False,
        called_off_at=None,
    ).order_by("starts")
    reminded = 0
    for meeting in soon:
        theirs = Q(owners__user__isnull=False)
        of_all = Q(everyone=True, meeting__attendance__user__isnull=False)
        waiting = (
            Action.objects.brought_to(meeting)
            .filter(theirs | of_all)
            .exclude(reminders__meeting=meeting)
            .distinct()
            .order_by("pk")
        )
        for action in waiting[:AT_A_TIME]:
            reminded += _remind(action, meeting)
    return reminded


@transaction.atomic
def _remind(action: Action, meeting: Meeting) -> int:
    row, made = ActionReminder.objects.get_or_create(action=action, meeting=meeting)
    if not made:
        return 0
    owners = _owners(action)
    own = {user.pk for user in owners}
    for user in _people([*owners, *(_present(action) if action.everyone else ())]):
        sent = delivery.notify(
            "community_action_reminder",
            to=user,
            key=f"reminder:{row.pk}",
            text=action.text,
            due=action.due,
            meeting=meeting.title,
            day=meeting.on,
            everyone=user.pk not in own,
            link=_link(action, Step.OWNER if user.pk in own else Step.PUBLIC),
        )
        row.told += sent is not None
    row.save(update_fields=["told"])
    return 1


def _reached(action: Action, step: str) -> list[User]:
    if step == Step.OWNER:
        return _owners(action)
    if step == Step.LEAD:
        bodies = action.owners.exclude(organisation=None).values("organisation")
        leads = Membership.objects.filter(organisation__in=bodies, role=Role.LEAD)
        return _people([row.user for row in leads.select_related("user").order_by("pk")])
    if step == Step.CHAIR:
        chairs = SeriesMember.objects.filter(series=action.meeting.series_id, part=SeriesPart.CHAIR)
        return _people([row.user for row in chairs.select_related("user")])
    return []


def _owners(action: Action) -> list[User]:
    return _people([row.user for row in action.owners.select_related("user").order_by("pk")])


def _present(action: Action) -> list[User | None]:
    """Whoever was at the meeting that it comes from."""
    rows = action.meeting.attendance.filter(state=Presence.ATTENDED, user__isnull=False)
    return [row.user for row in rows.select_related("user").order_by("pk")]


def _people(users: Iterable[User | None]) -> list[User]:
    """Each account once, those who left out."""
    return list({user.pk: user for user in users if user is not None and user.is_active}.values())


def _link(action: Action, step: str) -> str:
    if step == Step.OWNER:
        return reverse("community:my_action", args=[action.pk])
    return reverse("community:actions")
