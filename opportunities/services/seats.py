"""Places, however they are won: one service, one ledger, never one too many.

Locks are taken in one order everywhere: the opportunity's state, then the application.
"""

from django.db import transaction
from django.db.models import Sum

from ..models import Application, OpportunityState, SeatEntry
from . import lifecycle


def lock(application: Application) -> Application:
    """The application as it is now, held with its opportunity until the transaction ends."""
    OpportunityState.objects.select_for_update().get(pk=application.opportunity_id)
    Application.objects.select_for_update().get(pk=application.pk)
    return Application.objects.select_related(
        "opportunity__organisation__state", "opportunity__state", "person__user"
    ).get(pk=application.pk)


def holds_place(application: Application) -> bool:
    """Whether the ledger counts a place for it."""
    rows = SeatEntry.objects.filter(application=application)
    return (rows.aggregate(places=Sum("change"))["places"] or 0) > 0


@transaction.atomic
def take_place(application: Application, *, why: str = "accepted") -> None:
    """Count a place for it; one that holds a place already takes no second one.

    Raises IllegalMove, with a sentence, when none is left.
    """
    row = lock(application)
    if not holds_place(row):
        lifecycle.take_seat(row.opportunity, application=row, why=why)


@transaction.atomic
def give_back(application: Application, *, why: str = "withdrawn") -> bool:
    """Free the place it holds, for the next one; whether it held one."""
    row = lock(application)
    if not holds_place(row):
        return False
    lifecycle.free_seat(row.opportunity, application=row, why=why)
    return True
