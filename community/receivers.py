"""What we do when an event or a meeting is called off or moved, inside the transaction that it happens in."""

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver
from wagtail.models import TaskState
from wagtail.signals import published, task_rejected, task_submitted, unpublished

from common import outbox
from common.remembered import forget, forget_when
from mission.models import District, Node, Priority, Strand, Theme
from profiles.models import Organisation, OrganisationState

from .models import BookingSheet, Event, Meeting, MemberUpdate
from .queries.event_lists import COUNTED
from .queries.meetings import BESIDE, YEARS
from .services import booking_moves, booking_sheets, event_life, events
from .signals import (
    event_called_off,
    event_changed,
    event_reinstated,
    meeting_called_off,
    meeting_moved,
)


@receiver(meeting_called_off)
def end_bookings_of_meeting(sender: Any, meeting_id: int, **kwargs: Any) -> None:
    """Whoever booked is told, and nobody can book."""
    for sheet in BookingSheet.objects.filter(meeting=meeting_id):
        booking_sheets.call_off_sheet(sheet)


@receiver(event_called_off)
def end_bookings_of_event(sender: Any, event_id: int, **kwargs: Any) -> None:
    """The same for an event."""
    for sheet in BookingSheet.objects.filter(event=event_id):
        booking_sheets.call_off_sheet(sheet)


@receiver(event_reinstated)
def take_bookings_again(sender: Any, event_id: int, **kwargs: Any) -> None:
    """It takes place after all: who was told that it does not books again."""
    for sheet in BookingSheet.objects.filter(event=event_id):
        booking_sheets.take_up_again(sheet)


@receiver(meeting_moved)
def tell_of_moved_meeting(sender: Any, meeting_id: int, **kwargs: Any) -> None:
    """Those who booked hear of the new time or place."""
    for sheet in BookingSheet.objects.filter(meeting=meeting_id):
        booking_moves.note_move(sheet)


@receiver(event_changed)
def tell_of_changed_event(sender: Any, event_id: int, **kwargs: Any) -> None:
    """The same for an event."""
    for sheet in BookingSheet.objects.filter(event=event_id):
        booking_moves.note_move(sheet)


@receiver(post_save, sender=Event)
def give_state(sender: Any, instance: Event, created: bool, raw: bool, **kwargs: Any) -> None:
    """Each event has the row beside it from the first, made in Wagtail or on the site."""
    if created and not raw:
        events.give_state(instance, owner=None)


@receiver(published, sender=Event)
def on_event_published(sender: Any, instance: Event, **kwargs: Any) -> None:
    """A custodian approved it, or a change of it."""
    event_life.went_live(instance)


@receiver(unpublished, sender=Event)
def on_event_unpublished(sender: Any, instance: Event, **kwargs: Any) -> None:
    """A custodian took it down."""
    event_life.taken_down(instance)


@receiver(task_submitted)
def on_event_submitted(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    """An event waits for a custodian."""
    _put("community.tell_custodians_of_event", instance)


@receiver(task_rejected)
def on_event_rejected(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    """A custodian asked for changes, or said no."""
    _put("community.tell_decision_of_event", instance)


def _put(kind: str, state: TaskState) -> None:
    if state.workflow_state.base_content_type.model_class() is not Event:
        return
    with transaction.atomic():
        outbox.put(kind, key=f"task:{state.pk}", task_state_id=state.pk)


forget_when(YEARS, Meeting)
forget_when(BESIDE, Meeting, MemberUpdate, Strand, Priority, Node, Organisation, OrganisationState)
forget_when(COUNTED, Event, District, Theme, Organisation, OrganisationState)


@receiver(m2m_changed, sender=Event.themes.through)
def forget_counts_of_events(sender: Any, **kwargs: Any) -> None:
    """The themes of an event are saved after it."""
    forget(COUNTED)
