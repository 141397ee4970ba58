"""What came of something, and who may say so: questions to a user, consents that are theirs to give."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from common.needs_me import Entry, Source, register

from . import queries
from .models import Ask, Consent
from .services.letters import link_of


def asks(user: Any) -> QuerySet:
    """Open questions to the user."""
    return queries.asks_of(user)


def _ask(row: Ask) -> Entry:
    root = row.introduction or row.placement or row.application
    about = root.opportunity if root else row.event
    later = row.moment != "done"
    return Entry(
        title=f"Say where you are now, after {about}" if later else f"Say what came of {about}",
        why="What is known to have helped is what others can build on.",
        url=link_of(row),
    )


def consents(user: Any) -> QuerySet:
    """Outcomes that wait for the user's yes."""
    return queries.consents_waiting_for(user)


def _consent(row: Consent) -> Entry:
    return Entry(
        title=f"Say whether this may be published: {row.outcome}",
        why="It names nobody who has not agreed.",
        url=reverse("impact:consent", args=[row.outcome_id]),
    )


register(Source("outcomes_asked", "you", rows=asks, entry=_ask))
register(Source("outcomes_to_agree", "you", rows=consents, entry=_consent))
