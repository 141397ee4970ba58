"""A later closing date for what is published, never an earlier one; whoever applied or began to hears of it."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Revision

from common import outbox
from common.activity import record
from common.delivery import notify
from common.policies import demand
from common.states import IllegalMove
from profiles.models import User

from .. import policies
from ..application_choices import WAITS_FOR_HOST, ApplicationState
from ..choices import Lifecycle
from ..models import Application, Opportunity
from ..queries import specific, teams
from .telling import team_page

TELL = "opportunities.tell_extended"
LONGEST = datetime.timedelta(days=366)
# Whoever is chosen, or not, is past that day.
CONCERNED = sorted({*WAITS_FOR_HOST, ApplicationState.DRAFT, ApplicationState.RESERVE})


@transaction.atomic
def extend(opportunity: Opportunity, *, by: User, closes: datetime.date) -> Opportunity:
    """Take people until a later day. By when those who applied are answered stays as it was promised.

    Raises PermissionDenied, IllegalMove when it has ended or has no closing date, ValidationError
    for a day that is not later.
    """
    # The parent row is what every edit of one opportunity queues for.
    Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    row = specific(Opportunity.objects.get(pk=opportunity.pk))
    demand(policies.may_extend(by, row))
    if row.state.lifecycle not in (Lifecycle.OPEN, Lifecycle.FILLED):
        raise IllegalMove(row.state.lifecycle, "extended", "This has ended, so it stays as it is.")
    before = row.closes
    if before is None:
        raise IllegalMove("open", "extended", "It has no closing date that could be later.")
    if problem := why_not(row, closes):
        raise ValidationError({"closes": problem})
    row.closes = closes
    row.save(update_fields=["closes"])
    _carry_into_texts(row, closes)
    record("opportunities.extended", by=by, about=row, before=str(before), closes=str(closes))
    outbox.put(
        TELL,
        key=f"opportunity:{row.pk}:{closes}",
        opportunity_id=row.pk,
        closes=closes.isoformat(),
    )
    return row


def why_not(row: Opportunity, closes: datetime.date) -> str:
    """What is wrong with the new day; nothing when it is good."""
    today = timezone.localdate()
    if row.closes is not None and closes <= row.closes:
        return f"Choose a day after {_day(row.closes)}: people plan by the day that stands there."
    if closes < today:
        return "Choose today or a later day."
    if closes > today + LONGEST:
        return "A year from today at most."
    if row.ends is not None and closes > row.ends:
        return f"It has to be finished by {_day(row.ends)}, so nobody can come forward after that."
    return ""


def _carry_into_texts(row: Opportunity, closes: datetime.date) -> None:
    """An edit that was written before, once it is published, must not bring the old day back."""
    written = {row.latest_revision_id, row.live_revision_id} - {None}
    for revision in Revision.objects.select_for_update().filter(pk__in=written).order_by("pk"):
        day = revision.content.get("closes")
        if day is not None and day < closes.isoformat():
            revision.content["closes"] = closes.isoformat()
            revision.save(update_fields=["content"])


def tell_extended(opportunity_id: int, closes: datetime.date) -> int:
    """The outbox's verb: how many were written to. Of two days in a row only the last is told."""
    rows = Application.objects.filter(
        opportunity=opportunity_id,
        opportunity__closes=closes,
        opportunity__state__lifecycle__in=[Lifecycle.OPEN, Lifecycle.FILLED],
        state__in=CONCERNED,
    ).for_pages()
    told = 0
    for row in rows.order_by("pk"):
        begun = row.state == ApplicationState.DRAFT
        for person in teams.people(row):
            if person.user is None:
                continue
            own = person.pk == row.person_id
            message = notify(
                "opportunities_application_later",
                to=person.user,
                key=f"{row.pk}:{closes}",
                title=row.opportunity.title,
                organisation=row.opportunity.hosts,
                closes=closes,
                begun=begun,
                answer_by=row.answer_by,
                link=row.get_absolute_url() if own else team_page(row),
            )
            told += message is not None
    return told


def _day(day: datetime.date) -> str:
    return date_format(day, "j F Y")
