"""A wrong state put right by hand: one custodian proposes, a second one confirms, both are written down."""

import datetime
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import User

from .. import policies_of_corrections as policies
from ..correction_choices import CORRECTION_MOVES, CorrectionState
from ..models import Application, Correction
from ..models.corrections import LASTS
from ..queries.corrections import DESK
from .righting import put_right, what_stops
from .seats import lock
from .telling import tell_corrected, tell_proposer

C = CorrectionState
AT_A_TIME = 200


@transaction.atomic
def propose(application: Application, *, by: User, to: str, reason: str) -> Correction:
    """Say which state it should have, and why. The same again is the same proposal.

    Raises Http404 for whoever may not, ValidationError without a reason, IllegalMove where it cannot
    go there or another proposal waits.
    """
    row = lock(application)
    demand(policies.may_correct(by, row), hidden=True)
    if not reason.strip():
        raise ValidationError("Say why, so that the second custodian can judge it.")
    waiting = Correction.objects.filter(application=row, state=C.PROPOSED).first()
    if waiting is not None and waiting.was != row.state:
        _end(waiting, C.STALE, by=None)
        waiting = None
    if waiting is not None:
        if (waiting.proposed_by_id, waiting.to, waiting.reason) == (by.pk, to, reason):
            return waiting
        raise IllegalMove(row.state, to, "Another correction of it waits for a second custodian.")
    if stop := what_stops(row, to):
        raise IllegalMove(row.state, to, stop)
    made = Correction.objects.create(
        application=row, was=row.state, to=to, reason=reason, proposed_by=by
    )
    record("opportunities.correction_proposed", by=by, about=row, was=row.state, to=str(to))
    cache.delete(DESK)
    return made


@transaction.atomic
def confirm(correction: Correction, *, by: User) -> Correction:
    """The second yes: it is done, and applicant and host are told. Twice is the same as once.

    Where the application moved meanwhile nothing happens to it, and the proposal ends as stale.
    Raises Http404 for whoever may not, IllegalMove when it is over or cannot be done any more.
    """
    fresh, row = _held(correction)
    demand(policies.may_decide_correction(by, fresh), hidden=True)
    if fresh.state == C.DONE and fresh.decided_by_id == by.pk:
        return fresh
    _demand_open(fresh, C.DONE)
    author = fresh.proposed_by
    if fresh.was != row.state or author is None or not policies.may_correct(author, row):
        return _end(fresh, C.STALE, by=None)
    if stop := what_stops(row, fresh.to):
        raise IllegalMove(row.state, fresh.to, stop)
    try:
        with transaction.atomic():
            put_right(row, fresh.to)
    except IntegrityError as error:
        sentence = "They have applied again since, so this one stays as it is."
        raise IllegalMove(row.state, fresh.to, sentence) from error
    _end(fresh, C.DONE, by=by)
    record("opportunities.application_corrected", by=by, about=row, was=fresh.was, to=fresh.to)
    tell_corrected(row, was=fresh.was)
    return fresh


@transaction.atomic
def refuse(correction: Correction, *, by: User, answer: str = "") -> Correction:
    """The second custodian says no. Raises as :func:`confirm`."""
    fresh, _ = _held(correction)
    demand(policies.may_decide_correction(by, fresh), hidden=True)
    if fresh.state == C.REFUSED and fresh.decided_by_id == by.pk:
        return fresh
    _demand_open(fresh, C.REFUSED)
    return _end(fresh, C.REFUSED, by=by, answer=answer)


@transaction.atomic
def take_back(correction: Correction, *, by: User) -> Correction:
    """Its author wants it no more. Raises as :func:`confirm`."""
    fresh, _ = _held(correction)
    demand(policies.may_take_back_correction(by, fresh), hidden=True)
    if fresh.state == C.TAKEN_BACK:
        return fresh
    _demand_open(fresh, C.TAKEN_BACK)
    return _end(fresh, C.TAKEN_BACK, by=by)


def expire(*, now: datetime.datetime | None = None) -> int:
    """The clock: what nobody confirmed in time ends, and so does what was overtaken."""
    now = now or timezone.now()
    ended = 0
    waiting = Correction.objects.filter(state=C.PROPOSED).order_by("pk")
    for found in waiting[:AT_A_TIME]:
        with transaction.atomic():
            fresh, row = _held(found)
            if fresh.state != C.PROPOSED:
                continue
            if fresh.was != row.state:
                _end(fresh, C.STALE, by=None)
            elif fresh.proposed_at < now - LASTS:
                _end(fresh, C.EXPIRED, by=None)
            else:
                continue
            ended += 1
    return ended


def _held(correction: Correction) -> tuple[Correction, Application]:
    row = lock(correction.application)
    fresh = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("proposed_by")
        .get(pk=correction.pk)
    )
    fresh.application = row
    return fresh, row


def _demand_open(correction: Correction, to: str) -> None:
    if correction.state == C.PROPOSED and correction.proposed_at < timezone.now() - LASTS:
        raise IllegalMove(C.EXPIRED, to, "Its fourteen days are over. Propose it again.")
    if correction.state != C.PROPOSED:
        raise IllegalMove(
            correction.state, to, f"This is over: {correction.get_state_display().lower()}."
        )


def _end(correction: Correction, to: str, *, by: User | None, **values: Any) -> Correction:
    move(correction, to, moves=CORRECTION_MOVES)
    values |= {"decided_by": by, "decided_at": timezone.now()}
    Correction.objects.filter(pk=correction.pk).update(**values)
    for name, value in values.items():
        setattr(correction, name, value)
    about = correction.application
    record(f"opportunities.correction_{to}", by=by, about=about, correction=correction.pk)
    cache.delete(DESK)
    if to != C.TAKEN_BACK:
        tell_proposer(correction)
    return correction
