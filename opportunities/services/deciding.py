"""Offers, the reserve list, declining: written down, read again as mails, then sent in one go.

Sending is work in the outbox, one row and one transaction for each application; whatever was asked for twice
finds the decision gone and does nothing.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from common import outbox
from common.activity import record
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User

from .. import policies_of_applications as policies
from ..application_choices import APPLICATION_MOVES, ApplicationState, DeclineReason
from ..models import Application, Decision, Opportunity
from .in_rounds import demand_rolling
from .moving import advance
from .seats import lock

S = ApplicationState
DAYS_TO_ACCEPT = 7
MOST_AT_ONCE = 100
WRITTEN = (S.OFFERED, S.RESERVE, S.DECLINED)
WORK = "opportunities.send_decision"

KIND_TEXTS: dict[str, str] = {
    S.OFFERED: "We liked what you wrote and would be glad to work with you.",
    S.RESERVE: (
        "We liked what you wrote. More people applied than there are places, "
        "so we would like to come back to you if one is free."
    ),
    S.DECLINED: (
        "Thank you for the time you took. We read what you wrote with care, "
        "and this time chose somebody else. We hope that you find a place that fits."
    ),
}
DECLINED_BECAUSE: dict[str, str] = {
    DeclineReason.FULL: (
        "Thank you for the time you took. More good people applied than there are places, "
        "and all of them have gone. We hope that you find a place that fits."
    ),
    DeclineReason.SKILLS: (
        "Thank you for the time you took. For this one we needed somebody who has done more of "
        "what we listed as essential. A smaller challenge is a good way to show it next time."
    ),
    DeclineReason.DATES: (
        "Thank you for the time you took. Our dates and yours do not fit this time. "
        "Please look at us again when we post the next one."
    ),
    DeclineReason.TRAVEL: (
        "Thank you for the time you took. This has to be done here, and we did not want to ask "
        "that journey of you. Others near you, or done from home, may fit better."
    ),
    DeclineReason.ELIGIBLE: (
        "Thank you for the time you took. This one is kept for a group that you are not in, "
        "which is no judgement of what you can do. Others are open to you."
    ),
}


def kind_text(to: str, reason: str = "") -> str:
    """What an applicant reads if the host writes nothing of its own."""
    return DECLINED_BECAUSE.get(reason, KIND_TEXTS[to]) if to == S.DECLINED else KIND_TEXTS[to]


def may_write(user: User, application: Application, to: str) -> bool:
    """Offers are for leads; the rest for whoever may decide. What one is asked to read is read first."""
    return _may_decide(user, application, to) and policies.may_see_findings(user, application)


def _may_decide(user: User, application: Application, to: str) -> bool:
    may = policies.may_offer if to == S.OFFERED else policies.may_decide_application
    return may(user, application)


@transaction.atomic
def write_decision(
    application: Application,
    *,
    by: User,
    to: str,
    reason: str = "",
    private_note: str = "",
    public_text: str = "",
) -> Decision:
    """Write down what is to be sent; nobody is told yet. Again replaces it.

    Raises Http404 for whoever may not, IllegalMove where it cannot go there, is being sent or waits
    for the own scores, ValidationError for declining without a reason.
    """
    row = lock(application)
    if to not in WRITTEN:
        raise ValidationError("Offer a place, keep in reserve, or decline.")
    demand(_may_decide(by, row, to), hidden=True)
    if not policies.may_see_findings(by, row):
        # Whatever was written before is hidden from them, so they must not replace it unseen.
        raise IllegalMove(row.state, to, "Keep your own scores first.")
    if to not in APPLICATION_MOVES[row.state]:
        raise IllegalMove(row.state, to)
    if to != S.DECLINED:
        demand_rolling(row, to)
    if to == S.DECLINED and reason not in DeclineReason.values:
        raise ValidationError("Choose why, for your own record.")
    if Decision.objects.filter(pk=row.pk, sending_since__isnull=False).exists():
        raise IllegalMove(row.state, to, "A decision about this is being sent already.")
    decision, _ = Decision.objects.update_or_create(
        application=row,
        defaults={
            "to": to,
            "reason": reason if to == S.DECLINED else "",
            "private_note": private_note,
            "public_text": public_text.strip() or kind_text(to, reason),
            "written_by": by,
            "written_at": timezone.now(),
        },
    )
    record("opportunities.decision_written", by=by, about=row, to=str(to))
    return decision


@transaction.atomic
def take_back(application: Application, *, by: User) -> bool:
    """Throw away what was written and not sent; whether there was anything that one may know of."""
    row = lock(application)
    demand(policies.may_decide_application(by, row), hidden=True)
    if not policies.may_see_findings(by, row):
        return False
    unsent = Decision.objects.filter(pk=row.pk, sending_since__isnull=True)
    gone = bool(unsent.delete()[0])
    if gone:
        record("opportunities.decision_taken_back", by=by, about=row)
    return gone


@transaction.atomic
def send_decisions(opportunity: Opportunity, ids: Iterable[int], *, by: User) -> int:
    """Send what was written about these applications; returns how many are on their way.

    Those that ``by`` may not decide, or that are on their way already, are left out.
    """
    waiting = Decision.objects.filter(
        application__in=list(ids)[:MOST_AT_ONCE],
        application__opportunity=opportunity.pk,
        sending_since__isnull=True,
    ).order_by("pk")
    count = 0
    for decision in waiting.select_related("application__opportunity", "application__person__user"):
        application = decision.application
        if not may_write(by, application, decision.to):
            continue
        marked = Decision.objects.filter(pk=decision.pk, sending_since__isnull=True)
        if not marked.update(sending_since=timezone.now(), written_by=by):
            continue
        outbox.put(WORK, key=f"application:{application.pk}", application_id=application.pk)
        count += 1
    record("opportunities.decisions_sent", by=by, about=opportunity, count=count)
    return count


@transaction.atomic
def carry_out(application_id: int) -> Application | None:
    """The outbox's verb: move, tell, and forget what was written. Safe to run twice.

    Somebody who withdrew in the meantime hears nothing: None.
    """
    found = Application.objects.filter(pk=application_id).first()
    if found is None:
        return None
    row = lock(found)
    decision = (
        Decision.objects.filter(pk=row.pk, sending_since__isnull=False)
        .select_related("written_by")
        .first()
    )
    if decision is None:
        return None
    Decision.objects.filter(pk=decision.pk).delete()
    values: dict[str, Any] = {
        "decline_reason": decision.reason,
        "private_note": decision.private_note,
        "public_text": decision.public_text,
    }
    if decision.to == S.OFFERED:
        values["offer_until"] = offer_until()
    try:
        with transaction.atomic():
            return advance(row, decision.to, by=decision.written_by, **values)
    except IllegalMove:
        record("opportunities.decision_too_late", by=None, about=row, to=decision.to)
        return None


def offer_until() -> datetime.date:
    """The last day on which an offer made today may be accepted."""
    return timezone.localdate() + datetime.timedelta(days=DAYS_TO_ACCEPT)
