"""Events: drafted by anybody with a verified address, published by custodians."""

import datetime
import hashlib
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import WorkflowState

from common import moderation
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from mission.models import Theme
from profiles.models import User
from profiles.policies import speaks_for

from ..choices.events import EventLifecycle
from ..models import Event, EventState
from ..policies.events import may_decide_event, may_draft_event, may_edit_event

FIELDS = (
    *("title", "summary", "description", "starts", "ends", "mode", "place", "address", "ways"),
    *("district", "organisation", "organiser", "link", "price"),
)
POINTS = ("strands", "priorities", "nodes")
ON_CALENDARS = ("title", "summary", "starts", "ends", "mode", "place", "address")


def new_uid() -> str:
    """A name for a calendar entry that no other calendar in the world has."""
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
    return f"{uuid.uuid4()}@{host}"


def points_at(event: Event) -> dict[str, list[Any]]:
    """The strands, priorities and steps of the theory of change that it points at."""
    return {name: list(getattr(event, name).all()) for name in POINTS}


def fingerprint(event: Event) -> str:
    """The same for the same entry in a calendar."""
    said = "\x1f".join(str(getattr(event, name)) for name in ON_CALENDARS)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def draft_event(
    *,
    by: User,
    themes: Iterable[Theme] = (),
    points: Mapping[str, Iterable[Any]] | None = None,
    together: str = "",
    is_demo: bool = False,
    **fields: Any,
) -> Event:
    """Write down an event that nobody but its author and custodians sees yet.

    ``points`` is what a custodian ticked for an event that this one is another date of, as
    :func:`points_at` tells it. Raises PermissionDenied without a verified address, or in the name of
    somebody else's organisation.
    """
    demand(may_draft_event(by))
    _may_speak(by, fields.get("organisation"))
    event = Event(live=False, is_demo=is_demo, **fields)
    event.save()
    give_state(event, owner=by, together=together)
    event.themes = list(themes)
    for name, rows in (points or {}).items():
        setattr(event, name, list(rows))
    event.save()
    event.save_revision(user=by)
    record("community.event_drafted", by=by, about=event)
    return event


def give_state(event: Event, *, owner: User | None, together: str = "") -> EventState:
    """The row beside an event, made with it; made again it stays as it is."""
    state, made = EventState.objects.get_or_create(
        event=event,
        defaults={
            "owner": owner,
            "uid": new_uid(),
            "changed_at": timezone.now(),
            "together": together,
        },
    )
    if not made and owner is not None and state.owner_id is None:
        EventState.objects.filter(pk=state.pk).update(owner=owner, together=together)
        state.refresh_from_db()
    event.state = state
    return state


def _may_speak(by: User, organisation: Any) -> None:
    if organisation is not None and not speaks_for(by, organisation):
        raise PermissionDenied("You do not speak for this organisation.")


@transaction.atomic
def change_event(
    event: Event, *, by: User, themes: Iterable[Theme] | None = None, **fields: Any
) -> Event:
    """Change a draft, or write a change of what is published: that stays as it is until a custodian says yes.

    Raises PermissionDenied unless it is theirs, IllegalMove while it is with the custodians.
    """
    held = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    demand(may_edit_event(by, held))
    if moderation.current_state(held) == moderation.WAITING:
        raise IllegalMove(
            moderation.WAITING, moderation.DRAFT, "It is with the custodians. Take it back first."
        )
    draft = held.get_latest_revision_as_object()
    if fields.get("organisation") != draft.organisation and "organisation" in fields:
        _may_speak(by, fields["organisation"])
    for name, value in fields.items():
        setattr(draft, name, value)
    if themes is not None:
        draft.themes = list(themes)
    if not draft.live:
        draft.save()
    draft.save_revision(user=by)
    record("community.event_edited", by=by, about=draft)
    return draft


@transaction.atomic
def submit_event(event: Event, *, by: User) -> Event:
    """Hand it to the custodians. What waits already changes nothing.

    Raises PermissionDenied unless it is theirs, IllegalMove when there is nothing new to decide, or
    when it is over.
    """
    held = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    demand(may_edit_event(by, held))
    stands = moderation.current_state(held)
    if stands == moderation.WAITING:
        return held
    if held.live and not held.has_unpublished_changes:
        raise IllegalMove(stands, "waiting", "This is published already, and nothing has changed.")
    draft = held.get_latest_revision_as_object()
    if draft.ends <= timezone.now():
        raise IllegalMove(stands, "waiting", "It is over already. Change the day first.")
    EventState.objects.filter(pk=held.pk).update(submitted_by=by)
    moderation.submit(draft, by=by)
    record("community.event_submitted", by=by, about=held, revision=draft.latest_revision_id)
    return Event.objects.get(pk=held.pk)


@transaction.atomic
def take_back_event(event: Event, *, by: User) -> Event:
    """Take it back from the custodians to change it. Raises PermissionDenied, IllegalMove."""
    demand(may_edit_event(by, event))
    moderation.withdraw(event, by=by)
    record("community.event_taken_back", by=by, about=event)
    return event


def approve_event(event: Event, *, by: User, comment: str = "") -> Event:
    """Publish what waits. Raises PermissionDenied unless ``by`` is a custodian without a part in it,
    IllegalMove when it does not wait or was changed since."""
    demand(may_decide_event(by, event))
    moderation.approve(event, by=by, comment=comment)
    return Event.objects.get(pk=event.pk)


def ask_for_changes(event: Event, *, by: User, comment: str) -> Event:
    """Say what has to be mended. Raises as :func:`approve_event`, and ValueError without a comment."""
    demand(may_decide_event(by, event))
    return moderation.request_changes(event, by=by, comment=comment)


def refuse_event(event: Event, *, by: User, comment: str) -> Event:
    """Say no for good, with the reason. Raises as :func:`ask_for_changes`."""
    demand(may_decide_event(by, event))
    return moderation.reject(event, by=by, comment=comment)


@transaction.atomic
def approve_together(event: Event, *, by: User, comment: str = "") -> list[Event]:
    """Publish what waits, and whatever else of its series waits and was sent in by the same person.

    Raises as :func:`approve_event`; then none is published.
    """
    first = approve_event(event, by=by, comment=comment)
    rest = [approve_event(one, by=by, comment=comment) for one in waiting_beside(event)]
    return [first, *rest]


def waiting_beside(event: Event) -> list[Event]:
    """What waits of the same series, sent in by the same person, soonest first."""
    state = event.state
    if not state.together or state.submitted_by_id is None:
        return []
    rows = Event.objects.filter(
        state__together=state.together,
        state__submitted_by=state.submitted_by_id,
        live=False,
    ).exclude(pk=event.pk)
    found = list(rows.select_related("state", "organisation").order_by("starts", "pk"))
    waiting = set(
        WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Event),
            object_id__in=[str(one.pk) for one in found],
            status=WorkflowState.STATUS_IN_PROGRESS,
        ).values_list("object_id", flat=True)
    )
    return [one for one in found if str(one.pk) in waiting]


def last_of(user: User) -> Event | None:
    """What the user drafted last, for "copy my last"."""
    return Event.objects.filter(state__owner=user).order_by("-pk").first()


def is_over(event: Event, *, now: datetime.datetime | None = None) -> bool:
    """Whether it has ended."""
    return event.ends <= (now or timezone.now())


def is_called_off(event: Event) -> bool:
    return event.state.lifecycle == EventLifecycle.CALLED_OFF
