"""A placement that a host is not sure of yet: reminded, made firm, or closed by its own clock."""

import datetime

from django.db import transaction
from django.utils import timezone

from common import outbox
from common.activity import record
from common.delivery import notify
from common.states import IllegalMove
from profiles.models import User

from ..choices import Lifecycle
from ..models import Opportunity, OpportunityState, Placement
from .drafting import save_placement
from .lifecycle import UNSURE_FOR

TELL = "opportunities.tell_firm"
SOON = datetime.timedelta(days=7)


@transaction.atomic
def make_firm(placement: Placement, *, by: User) -> Placement:
    """Make a draft of the firm placement: what is public says "not sure yet" until it is published.

    Supervisor and pay are asked for from here on. Raises PermissionDenied, IllegalMove when it is firm.
    """
    row = Placement.objects.select_related("organisation__state", "state").get(pk=placement.pk)
    if not row.get_latest_revision_as_object().tentative:
        raise IllegalMove("firm", "firm", "This is being made firm already.")
    saved = save_placement(row, by=by, tentative=False)
    record("opportunities.made_firm", by=by, about=saved)
    return saved


@transaction.atomic
def now_firm(opportunity_id: int) -> None:
    """It is published as firm: for saved searches and lists it is new from now on."""
    now = timezone.now()
    OpportunityState.objects.filter(pk=opportunity_id).update(published_at=now)
    outbox.put(TELL, key=f"opportunity:{opportunity_id}", opportunity_id=opportunity_id)
    record("opportunities.became_firm", by=None, about=Opportunity(pk=opportunity_id))


def remind_unsure(*, today: datetime.date | None = None) -> int:
    """Ask hosts a week before, and on the day, whether they know; how many were written to."""
    today = today or timezone.localdate()
    rows = Placement.objects.filter(
        live=True,
        tentative=True,
        state__lifecycle=Lifecycle.OPEN,
        decide_by__range=(today - UNSURE_FOR, today + SOON),
    ).select_related("state__submitted_by")
    told = 0
    for row in rows.order_by("pk")[:500]:
        day = row.decide_by
        assert day is not None, "the filter asks for a day"
        due = day <= today
        with transaction.atomic():
            message = notify(
                "opportunities_unsure",
                to=row.state.submitted_by,
                key=f"{row.pk}:{day}:{'due' if due else 'soon'}",
                title=row.title,
                decide_by=day,
                closes=day + UNSURE_FOR,
                due=due,
                path=row.get_absolute_url(),
            )
        told += message is not None
    return told
