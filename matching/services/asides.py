"""*Not for me*: a side puts a suggestion aside, with a reason that rules out more; and brings it back."""

from django.db import transaction

from common import outbox
from common.activity import record
from common.policies import demand
from profiles.models import User

from .. import policies
from ..choices import NEED_REASONS, AsideReason, Side
from ..models import Aside, Match, pair_ids
from ..pay import is_unpaid


class ReasonUnknown(ValueError):
    """A reason that this side cannot give."""

    def __str__(self) -> str:
        return "Choose one of the reasons."


def reasons_for(match: Match, side: str) -> list[str]:
    """The reasons that a side can give about a match."""
    if side == Side.NEED:
        return [reason.value for reason in NEED_REASONS]
    left_out = set()
    opportunity = match.opportunity
    if match.offer_id or not is_unpaid(opportunity.kind, opportunity.pay_basis):
        left_out.add(AsideReason.UNPAID)
    return [reason.value for reason in AsideReason if reason not in left_out]


@transaction.atomic
def put_aside(match: Match, *, by: User, reason: str) -> Aside:
    """Suggest this pair no more, to neither side; the other side hears nothing.

    Raises Http404 for whoever it does not concern, ReasonUnknown. Done twice, the later reason counts.
    """
    side = policies.appeal_side(by, match)
    demand(bool(side), hidden=True)
    if reason not in reasons_for(match, side):
        raise ReasonUnknown
    row, _ = Aside.objects.update_or_create(
        **pair_ids(match), side=side, defaults={"reason": reason, "by": by}
    )
    Match.objects.filter(is_current=True, **pair_ids(match)).update(is_current=False)
    _score_again(row)
    record("matching.put_aside", by=by, about=row, reason=reason, side=str(side))
    return row


@transaction.atomic
def bring_back(row: Aside, *, by: User) -> None:
    """Take a "not for me" back: the pair is looked at again within seconds."""
    demand(policies.may_bring_back(by, row), hidden=True)
    _score_again(row)
    record("matching.brought_back", by=by, about=row)
    row.delete()


def _score_again(row: Aside) -> None:
    if row.person_id:
        outbox.put("matching.score_person", key=f"person:{row.person_id}", person_id=row.person_id)
    else:
        outbox.put("matching.score_offer", key=f"offer:{row.offer_id}", offer_id=row.offer_id)
