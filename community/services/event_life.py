"""From going live to being over: what calendars are told, calling off and taking back.

Only these functions and those that draft write :class:`~community.models.EventState`.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common.activity import record
from common.policies import demand
from common.states import IllegalMove, move
from profiles.models import User

from ..choices.events import EVENT_MOVES, EventLifecycle
from ..models import Event, EventState
from ..policies.events import is_shown, may_call_off_event
from ..signals import event_called_off, event_changed, event_published, event_reinstated
from .event_telling import tell_live
from .events import fingerprint, give_state


@transaction.atomic
def went_live(event: Event) -> None:
    """A custodian published it, also again, or a change of it: calendars hear of what they show."""
    state = give_state(event, owner=None)
    says, said = fingerprint(event), state.shown
    record("community.event_published", by=None, about=event)
    if says != said:
        # Calendars were told that it is gone where it had been taken down.
        step = 1 if said or state.sequence else 0
        EventState.objects.filter(pk=state.pk).update(
            shown=says, sequence=F("sequence") + step, changed_at=timezone.now()
        )
    tell_live(event)
    if not said:
        event_published.send(Event, event_id=event.pk)
        back = state.sequence and state.lifecycle == EventLifecycle.PLANNED
        if back and event.ends > timezone.now():
            # It had been taken down, and its bookings ended; now people can book again.
            event_reinstated.send(Event, event_id=event.pk)
    elif says != said:
        event_changed.send(Event, event_id=event.pk)


@transaction.atomic
def taken_down(event: Event) -> None:
    """A custodian unpublished it: whoever booked is told as if it were called off."""
    record("community.event_taken_down", by=None, about=event)
    EventState.objects.filter(pk=event.pk).update(
        sequence=F("sequence") + 1, changed_at=timezone.now(), shown=""
    )
    if event.ends > timezone.now():
        event_called_off.send(Event, event_id=event.pk)


@transaction.atomic
def call_off(event: Event, *, by: User, why: str = "") -> Event:
    """Say that a published event does not take place. It stays where it was, and says so.

    Raises PermissionDenied, IllegalMove when it was called off, is over, or was never published.
    """
    _demand_ahead(event, by=by, wanted=EventLifecycle.CALLED_OFF)
    move(event.state, EventLifecycle.CALLED_OFF, moves=EVENT_MOVES, field="lifecycle")
    _next_sequence(event, why=why)
    record("community.event_called_off", by=by, about=event)
    event_called_off.send(Event, event_id=event.pk)
    return event


@transaction.atomic
def reinstate(event: Event, *, by: User) -> Event:
    """Say that it takes place after all. Raises as :func:`call_off`."""
    _demand_ahead(event, by=by, wanted=EventLifecycle.PLANNED)
    move(event.state, EventLifecycle.PLANNED, moves=EVENT_MOVES, field="lifecycle")
    _next_sequence(event, why="")
    record("community.event_reinstated", by=by, about=event)
    event_reinstated.send(Event, event_id=event.pk)
    return event


def _demand_ahead(event: Event, *, by: User, wanted: str) -> None:
    demand(may_call_off_event(by, event))
    stands = event.state.lifecycle
    if not is_shown(event):
        raise IllegalMove(stands, wanted, "Nobody can see it yet, so there is nothing to call off.")
    if event.ends <= timezone.now():
        raise IllegalMove(stands, wanted, "It is over.")


def _next_sequence(event: Event, *, why: str) -> None:
    EventState.objects.filter(pk=event.pk).update(
        sequence=F("sequence") + 1, changed_at=timezone.now(), called_off_why=why
    )
    event.state.refresh_from_db()
