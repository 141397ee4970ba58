"""Places, however they are won: one service, one ledger, never one too many.

Locks are taken in one order everywhere: the opportunity's state, then the application.
"""

from django.db import transaction
from django.db.models import Sum

from ..choices import Lifecycle
from ..models import Application, OpportunityState, SeatEntry
from ..queries.teams import size_of
from . import lifecycle


def lock(application: Application) -> Application:
    """The application as it is now, held with its opportunity until the transaction ends."""
    OpportunityState.objects.select_for_update().get(pk=application.opportunity_id)
    Application.objects.select_for_update().get(pk=application.pk)
    return Application.objects.select_related(
        "opportunity__organisation__state", "opportunity__state", "person__user"
    ).get(pk=application.pk)


def places_of(application: Application) -> int:
    """How many places the ledger counts for it."""
    rows = SeatEntry.objects.filter(application=application)
    return rows.aggregate(places=Sum("change"))["places"] or 0


def holds_place(application: Application) -> bool:
    """Whether the ledger counts a place for it."""
    return places_of(application) > 0


def has_room(application: Application) -> bool:
    """Whether all the places it needs are left, as of a locked application."""
    state = application.opportunity.state
    open_ = state.lifecycle in (Lifecycle.OPEN, Lifecycle.CLOSED)
    return open_ and state.seats_taken + size_of(application) <= state.seats_cap


@transaction.atomic
def take_place(application: Application, *, why: str = "accepted") -> None:
    """Count a place for it, one for each of a team: all of them or none.

    One that holds its places already takes no more. Raises IllegalMove, with a sentence, when too
    few are left.
    """
    row = lock(application)
    if not holds_place(row):
        lifecycle.take_seat(row.opportunity, application=row, why=why, places=size_of(row))


@transaction.atomic
def give_back(
    application: Application, *, why: str = "withdrawn", places: int | None = None
) -> bool:
    """Free the places it holds, or so many of them, for the next one; whether it held any."""
    row = lock(application)
    held = places_of(row)
    for _ in range(held if places is None else min(places, held)):
        lifecycle.free_seat(row.opportunity, application=row, why=why)
    return held > 0
