"""*Challenge this*: somebody whom a result concerns asks, a custodian answers; both are kept."""

import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from common import delivery, outbox
from common.activity import record
from common.policies import CUSTODIANS, demand
from common.states import IllegalMove, move
from opportunities.models import Opportunity
from profiles.models import Person, User

from .. import policies
from ..choices import APPEAL_MOVES, AppealState, Side
from ..models import Appeal, Match, WeightSet

DAYS_TO_ANSWER = 14
MOST_A_DAY = 5
A_DAY = datetime.timedelta(days=1)
WAITING = "matching.appeals_waiting"
"""The cache of how many wait, for the desk."""


class TooManyAppeals(ValueError):
    """Somebody asked as often as one may in a day."""

    def __str__(self) -> str:
        return f"You have asked about {MOST_A_DAY} results today. Go on tomorrow."


@transaction.atomic
def appeal(match: Match, *, by: User, words: str) -> Appeal:
    """Ask a person to look at a match. While an own question about it waits, that is the one.

    Raises Http404 for whoever it does not concern, TooManyAppeals after five in a day.
    """
    side = policies.appeal_side(by, match)
    demand(bool(side), hidden=True)
    waiting = Appeal.objects.filter(match=match, asked_by=by, state=AppealState.WAITING).first()
    if waiting is not None:
        return waiting
    return _ask(
        by=by,
        words=words,
        side=side,
        opportunity=match.opportunity,
        match=match,
        person=match.person,
        offer=match.offer,
        shown={
            "fit": match.fit,
            "benefit": match.benefit,
            "joint": match.joint,
            "run": match.run_id,
            "weights": str(match.run.weights),
        },
    )


@transaction.atomic
def appeal_absence(opportunity: Opportunity, *, by: User, person: Person, words: str) -> Appeal:
    """Ask why an open opportunity is not among one's suggestions. Raises as :func:`appeal`."""
    is_open = Opportunity.objects.open().filter(pk=opportunity.pk).exists()
    demand(person.user_id == by.pk and is_open, hidden=True)
    rows = Appeal.objects.filter(opportunity=opportunity, match=None, asked_by=by)
    waiting = rows.filter(state=AppealState.WAITING).first()
    if waiting is not None:
        return waiting
    return _ask(
        by=by,
        words=words,
        side=Side.SUPPLY,
        opportunity=opportunity,
        person=person,
        shown={"weights": str(WeightSet.objects.get(is_current=True))},
    )


def _ask(*, by: User, **values: Any) -> Appeal:
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    now = timezone.now()
    if Appeal.objects.filter(asked_by=by, asked_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise TooManyAppeals
    made = Appeal.objects.create(
        asked_by=by, answer_by=now + datetime.timedelta(days=DAYS_TO_ANSWER), **values
    )
    record("matching.appealed", by=by, about=made, opportunity=made.opportunity_id)
    outbox.put("matching.tell_appeal", key=f"appeal:{made.pk}", appeal_id=made.pk)
    cache.delete(WAITING)
    return made


def tell_appeal(appeal_id: int) -> None:
    """Mail the custodians who may answer. One answered meanwhile is passed over."""
    row = one_appeal(appeal_id)
    if row is None or row.state != AppealState.WAITING:
        return
    ends = timezone.localtime(row.answer_by)
    for custodian in User.objects.filter(is_active=True, groups__name=CUSTODIANS).distinct():
        if policies.may_answer_appeal(custodian, row):
            delivery.notify(
                "matching_appeal",
                to=custodian,
                key=f"appeal:{row.pk}",
                answer_by=f"{ends.day} {ends:%B}",
                link=f"/desk/matching/appeals/{row.pk}/",
            )


def one_appeal(pk: int) -> Appeal | None:
    """One with its two sides: one query."""
    rows = Appeal.objects.select_related(
        "opportunity__organisation",
        "opportunity__district",
        "opportunity__state",
        "person__district",
        "person__user",
        "offer__organisation",
        "offer__district",
        "offer__state",
        "match__priority",
        "match__run__weights",
        "asked_by",
        "answered_by",
    )
    return rows.filter(pk=pk).first()


@transaction.atomic
def answer_appeal(row: Appeal, *, by: User, finding: str, answer: str) -> Appeal:
    """Answer, and tell who asked. Raises Http404 for custodians with a part in it, IllegalMove twice."""
    demand(policies.may_answer_appeal(by, row), hidden=True)
    held = Appeal.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.state != AppealState.WAITING:
        raise IllegalMove(held.state, AppealState.ANSWERED)
    held.finding, held.answer = finding, answer
    held.answered_by, held.answered_at = by, timezone.now()
    held.save(update_fields=["finding", "answer", "answered_by", "answered_at"])
    move(held, AppealState.ANSWERED, moves=APPEAL_MOVES)
    record("matching.appeal_answered", by=by, about=held, finding=finding)
    cache.delete(WAITING)
    delivery.notify(
        "matching_appeal_answered",
        to=held.asked_by,
        key=f"appeal:{held.pk}",
        title=row.opportunity.title,
        answer=answer,
        link=held.get_absolute_url(),
    )
    return held
