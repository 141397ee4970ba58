"""What is in somebody's hands when they stop speaking for an organisation."""

from django.db import transaction

from common import activity

from ..models import OpportunityState


@transaction.atomic
def hand_over(*, organisation_id: int, user_id: int, heir_id: int | None) -> int:
    """Give what somebody sent in for an organisation to whoever goes on; returns how many.

    They no longer supervise anything there: who took over has to name somebody who says yes.
    """
    rows = OpportunityState.objects.filter(opportunity__organisation_id=organisation_id)
    supervised = list(rows.filter(supervisor_id=user_id).select_related("opportunity"))
    count = rows.filter(submitted_by_id=user_id).update(submitted_by_id=heir_id)
    rows.filter(supervisor_id=user_id).update(supervisor=None, supervisor_accepted_at=None)
    for state in supervised:
        activity.record(
            "opportunities.supervisor_left", by=None, about=state.opportunity, user_id=user_id
        )
    return count + len(supervised)
