"""A custodian has the one who has not answered written to again: at most once a day for each."""

from django.db import transaction
from django.utils import timezone

from common.activity import record as note
from common.policies import demand
from profiles.models import User

from .. import policies_of_placements as policies
from ..models import AgreementParty, FeedbackRequest, PlacementRecord
from ..placement_choices import PlacementState
from . import agreement_parties, feedback


@transaction.atomic
def remind_now(record: PlacementRecord, *, by: User) -> int:
    """Write to whoever has not answered; returns to how many. Twice on a day writes once.

    Raises Http404 for anybody but a custodian with no part in the host.
    """
    demand(policies.may_watch_placement(by, record), hidden=True)
    mark = f"desk{timezone.localdate()}"
    count = 0
    if record.state == PlacementState.DRAFT:
        count += agreement_parties.remind_host(record, key=mark)
    parties = AgreementParty.objects.open().filter(agreement__record=record)
    for party in parties.select_related("agreement__record__opportunity__organisation", "user"):
        agreement_parties.ask(party, agreement=party.agreement, reminder=mark)
        count += 1
    rows = FeedbackRequest.objects.open().filter(record=record, asked_on__isnull=False)
    for row in rows.select_related("record__opportunity__organisation", "record__person__user"):
        feedback.ask(row, reminder=mark)
        count += 1
    note("opportunities.placement_reminded", by=by, about=record, count=count)
    return count
