"""Reads about events: where one stands, what is like it, what others show beside it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

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
        return Standing("changes", "Changes asked for", moderation.last_comment(event))
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


def dates_of_series(event: Event) -> EventQuerySet:
    """The other dates of its series that anybody may see, still ahead."""
    if not event.state.together:
        return Event.objects.none()
    rows = Event.objects.public().upcoming().filter(state__together=event.state.together)
    return rows.exclude(pk=event.pk).order_by("starts", "pk")


def own(user: User) -> EventQuerySet:
    """What a user drafted, sent in, or what their organisation holds: the newest first."""
    return Event.objects.mine(user).for_cards().order_by("-starts", "-pk")
