"""The one way in which an application changes its state, with all that goes with it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from common.activity import record
from common.states import move
from profiles.models import User

from ..application_choices import (
    APPLICATION_MOVES,
    OVER,
    WAITS_FOR_HOST,
    ApplicationState,
    MemberState,
)
from ..models import Application
from ..signals import application_ended
from .placing import application_over, begin_records
from .seats import give_back, take_place
from .sharing import REACHED, name_to_host, realign_application
from .telling import tell_applicant

NAMED = REACHED | {ApplicationState.SHORTLISTED}
ANSWERED = frozenset(set(ApplicationState) - WAITS_FOR_HOST - {ApplicationState.DRAFT})


@transaction.atomic
def advance(
    application: Application, to: str, *, by: User | None, tell: bool = True, **values: Any
) -> Application:
    """Move a locked application to a state: place, name, log, mail. ``by`` is None for the clock.

    ``values`` are further fields to write. Whoever calls has taken ``seats.lock`` and asked who may.
    Raises IllegalMove when the move is not allowed, or no place is left.
    """
    now = timezone.now()
    move(application, to, moves=APPLICATION_MOVES)
    values = {"changed": now, **values}
    if to in ANSWERED:
        values.setdefault("decided_at", now)
    if to == ApplicationState.OFFERED:
        # An offer that comes again wants everybody's yes again.
        values["accepted_at"] = None
        application.members.update(accepted_at=None)
    Application.objects.filter(pk=application.pk).update(**values)
    for name, value in values.items():
        setattr(application, name, value)
    if to == ApplicationState.ACCEPTED:
        take_place(application)
        begin_records(application)
    if to in OVER:
        give_back(application, why=to)
        application_over(application)
        application_ended.send(Application, application_id=application.pk)
    if to in NAMED:
        name_to_host(application)
    else:
        realign_application(application)
    record(f"opportunities.application_{to}", by=by, about=application)
    if tell:
        tell_applicant(application)
    if to in OVER:
        joined = application.members.filter(state=MemberState.JOINED)
        joined.update(state=MemberState.ENDED, left_at=now)
    return application
