"""Ending a placement before its time, by either side: the place comes free, and both are told kindly.

Of a team one place comes free: whoever's it was has left, and the others go on as when a member leaves.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from common.policies import demand
from profiles.models import User

from .. import policies_of_placements as policies
from ..application_choices import OVER, ApplicationState, MemberState
from ..models import Application, FeedbackRequest, PlacementRecord
from ..placement_choices import PLACEMENT_OVER, Moment, PlacementState, Side
from .agreeing import agreed_of, hold
from .agreement_parties import tell_moved
from .leaving_teams import pass_on, take_out
from .moving import advance
from .placing import finish_record


@transaction.atomic
def end_early(record: PlacementRecord, *, by: User, reason: str, text: str) -> PlacementRecord:
    """End it today. Only the side that ends it reads the reason; both sides read the text.

    The place goes back through the application's own end, and with it what the host could see.
    Ending twice is the same as once. Raises Http404 for others, ValidationError without a text.
    """
    row = hold(record)
    demand(policies.may_see_placement(by, row), hidden=True)
    if row.state in PLACEMENT_OVER:
        return row
    if not text.strip():
        raise ValidationError("Write what the other side reads.")
    side = Side.STUDENT if policies.is_placed(by, row) else Side.HOST
    row.ended_by, row.end_reason, row.end_text = side, reason, text
    row.save(update_fields=["ended_by", "end_reason", "end_text"])
    _ask_how_it_was(row, was_agreed=agreed_of(row) is not None)
    finish_record(row, PlacementState.ENDED, by=by)
    if row.application is not None and row.application.state not in OVER:
        _free_the_place(row.application, row, by=by, text=text)
    tell_moved(row, "placement_ended", text=text, by_student=side == Side.STUDENT)
    return row


def _free_the_place(application: Application, row: PlacementRecord, *, by: User, text: str) -> None:
    """Of a team one leaves, and where it was whoever leads it the first who joined goes on.

    Alone, or the last of a team, it is the application's end.
    """
    members = application.members.filter(state=MemberState.JOINED).select_related("person__user")
    if row.person_id != application.person_id:
        gone = members.filter(person=row.person_id).first()
        if gone is not None:
            take_out(application, gone, by=by)
        return
    heir = members.order_by("joined_at", "pk").first()
    if heir is not None:
        pass_on(application, heir, by=by)
        return
    advance(application, ApplicationState.WITHDRAWN, by=by, tell=False, public_text=text)


def _ask_how_it_was(row: PlacementRecord, *, was_agreed: bool) -> None:
    """What was to be asked later is not asked; how it was is asked now, where anything began."""
    ahead = FeedbackRequest.objects.filter(record=row, asked_on__isnull=True)
    ahead.exclude(moment=Moment.END).delete()
    if was_agreed:
        ahead.update(due=timezone.localdate())
    else:
        ahead.delete()
