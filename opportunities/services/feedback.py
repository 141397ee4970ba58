"""How a placement goes, asked of both sides: when, by which link, and what they said."""

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from common.activity import record as note
from common.delivery import notify, notify_address
from common.states import IllegalMove
from profiles import links

from ..models import Agreement, FeedbackRequest, PlacementRecord
from ..placement_choices import Moment, Side

PURPOSE = "opportunities.feedback"
WEEK = datetime.timedelta(days=7)
SHORT = datetime.timedelta(days=28)
"""A placement shorter than this is not asked half-way: the first week is hardly over."""


def due_dates(agreement: Agreement) -> dict[str, datetime.date]:
    """When each moment is, from the dates that are agreed."""
    starts, ends = agreement.starts, agreement.ends
    if starts is None or ends is None:
        return {}
    dates = {Moment.FIRST_WEEK: min(starts + WEEK, ends), Moment.END: ends}
    if ends - starts >= SHORT:
        dates[Moment.MIDPOINT] = starts + (ends - starts) / 2
    return {str(moment): day for moment, day in dates.items()}


@transaction.atomic
def align(record: PlacementRecord, agreement: Agreement) -> None:
    """Bring what will be asked in step with the agreement in force. Safe to run twice.

    What was answered stays. A new supervisor gets a link of their own, and the old one is good no more.
    """
    rows = {(row.moment, row.side): row for row in record.feedback_requests.all()}
    dates = due_dates(agreement)
    for row in rows.values():
        if row.moment not in dates and row.asked_on is None:
            row.delete()
    for moment, due in dates.items():
        for side in Side.values:
            address = agreement.supervisor_address if side == Side.HOST else ""
            known = rows.get((moment, side))
            if known is not None and (known.answered_at or known.closed_on):
                continue
            if known is not None and known.address != address and known.asked_on:
                known.delete()
                known = None
            if known is None:
                FeedbackRequest.objects.create(
                    record=record, moment=moment, side=side, due=due, address=address
                )
            elif known.asked_on is None:
                known.due, known.address = due, address
                known.save(update_fields=["due", "address"])


def link_of(request: FeedbackRequest) -> str:
    """The path at which it is answered, without an account."""
    return reverse("opportunities:feedback", args=[links.make(PURPOSE, request.pk)])


def read_link(signed: str) -> FeedbackRequest | None:
    """The row that a link names, of somebody who is still here. Raises LinkInvalid for no link of ours."""
    rows = FeedbackRequest.objects.filter(record__person__isnull=False, asked_on__isnull=False)
    found = rows.filter(pk=links.read(PURPOSE, signed))
    return found.select_related("record__opportunity__organisation", "record__person").first()


def ask(request: FeedbackRequest, *, reminder: int | str = 0) -> None:
    """Write to whoever is asked; no mail holds a name. ``reminder`` tells one reminder from another."""
    opportunity = request.record.opportunity
    words: dict[str, Any] = {
        "title": opportunity.title,
        "organisation": opportunity.hosts,
        "moment": request.get_moment_display().lower(),
        "reminder": bool(reminder),
        "side": request.side,
        "link": link_of(request),
    }
    key = f"{request.pk}:{reminder}"
    if request.side == Side.STUDENT:
        person = request.record.person
        if person is not None:
            notify("opportunities_feedback_asked", to=person.user, key=key, **words)
    else:
        notify_address("opportunities_feedback_asked", address=request.address, key=key, **words)


@transaction.atomic
def answer(
    request: FeedbackRequest, *, how: str, good: str, change: str, shared: bool
) -> FeedbackRequest:
    """Keep what was said, once. Raises IllegalMove when it was answered, or is asked no more."""
    held = FeedbackRequest.objects.select_for_update().get(pk=request.pk)
    if held.answered_at or held.closed_on:
        raise IllegalMove("answered", "answered", "This was answered already, or is asked no more.")
    held.how, held.good, held.change, held.shared = how, good, change, shared
    held.answered_at = timezone.now()
    held.save(update_fields=["how", "good", "change", "shared", "answered_at"])
    note(
        "opportunities.feedback_given",
        by=None,
        about=request.record,
        moment=held.moment,
        side=held.side,
    )
    return held
