"""Reads about events: where one stands, what is like it, what others show beside it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from rapidfuzz import fuzz
from wagtail.models import WorkflowState

from common import moderation
from profiles.models import User

from ..choices.events import EventLifecycle
from ..clock import local
from ..models import Event
from ..querysets.events import EventQuerySet

ALIKE = 82
MOST_ALIKE = 3
MOST_COMPARED = 500


@dataclass(frozen=True)
class Standing:
    """Where an event stands, for its author: a key, words, and what a custodian wrote."""

    key: str
    words: str
    comment: str = ""


def standing(event: Event) -> Standing:
    """Where one event stands: for a page of one. See :func:`standings` for many."""
    return standings([event])[event.pk]


def standings(rows: Iterable[Event]) -> dict[int, Standing]:
    """Where each stands, by key."""
    events = list(rows)
    refused = moderation.refusals(events)
    return {event.pk: _standing(event, refused.get(str(event.pk))) for event in events}


def _standing(event: Event, refusal: str | None) -> Standing:
    state = moderation.current_state(event)
    if state == moderation.WAITING:
        return Standing("waiting", "With the custodians")
    if state == moderation.NEEDS_CHANGES:
        task = event.current_workflow_state.current_task_state
        return Standing("changes", "Changes asked for", task.comment if task else "")
    if refusal is not None and not event.live:
        return Standing("refused", "Not published", refusal)
    if not event.live:
        return Standing("draft", "A draft")
    if event.state.lifecycle == EventLifecycle.CALLED_OFF:
        return Standing("off", "Called off", event.state.called_off_why)
    if refusal is not None and event.has_unpublished_changes:
        return Standing("live_draft", "Published; your change was not", refusal)
    if event.has_unpublished_changes:
        return Standing("live_draft", "Published, with a change not sent in")
    return Standing("live", "Published")


def alike(
    user: User, *, title: str, starts: datetime.datetime, leaving_out: int | None = None
) -> list[Event]:
    """What the user may see of the same day under nearly the same title: perhaps the same event."""
    return alike_among(
        Event.objects.visible_to(user), title=title, starts=starts, leaving_out=leaving_out
    )


def alike_among(
    rows: EventQuerySet,
    *,
    title: str,
    starts: datetime.datetime,
    leaving_out: int | None = None,
) -> list[Event]:
    """The same, among these rows."""
    day = local(starts).date()
    found = rows.between(day, day).exclude(pk=leaving_out).select_related("state")
    marked = [
        (fuzz.token_set_ratio(title.lower(), row.title.lower()), row)
        for row in found.order_by("pk")[:MOST_COMPARED]
    ]
    near = sorted((pair for pair in marked if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [row for _, row in near[:MOST_ALIKE]]


def alike_each(user: User, rows: Iterable[tuple[str, datetime.date]]) -> list[list[Event]]:
    """The same for many titles with their days, in one query."""
    asked = list(rows)
    if not asked:
        return []
    days = [day for _, day in asked]
    found = Event.objects.visible_to(user).between(min(days), max(days)).select_related("state")
    known = list(found.order_by("starts", "pk")[: 4 * MOST_COMPARED])
    return [
        [
            row
            for row in known
            if local(row.starts).date() <= day <= local(row.ends).date()
            and fuzz.token_set_ratio(title.lower(), row.title.lower()) >= ALIKE
        ][:MOST_ALIKE]
        for title, day in asked
    ]


def dates_of_series(event: Event) -> EventQuerySet:
    """The other dates of its series that anybody may see, still ahead.

    Several events of one flier were sent in together too; only what bears its name is a date of it.
    """
    if not event.state.together:
        return Event.objects.none()
    rows = Event.objects.public().upcoming().filter(state__together=event.state.together)
    rows = rows.filter(title=event.title)
    return rows.exclude(pk=event.pk).order_by("starts", "pk")


def own(user: User) -> EventQuerySet:
    """What a user drafted, sent in, or what their organisation holds: the newest first."""
    active = WorkflowState.objects.active().select_related("current_task_state__task")
    # Under the name by which Wagtail finds again what was fetched before.
    fetched = Prefetch("_workflow_states", queryset=active, to_attr="_current_workflow_states")
    rows = Event.objects.mine(user).for_cards().prefetch_related(fetched)
    return rows.order_by("-starts", "-pk")
