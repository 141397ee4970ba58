"""The clock of placements: who has not agreed yet, what is asked today, what is completed.

Each in a transaction of its own; running twice on a day does nothing more.
"""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ..application_choices import HOLDS_SEAT, MemberState
from ..choices import Kind
from ..models import (
    Agreement,
    AgreementParty,
    Application,
    FeedbackRequest,
    PlacementRecord,
    TeamMember,
)
from ..placement_choices import PLACEMENT_OVER, PlacementState
from . import agreement_parties, feedback
from .agreeing import agreed_of, hold
from .placing import begin_records, finish_record
from .seats import lock
from .sharing import realign_application

AT_A_TIME = 500
PARTY_REMINDERS = (3, 7)
FEEDBACK_REMINDERS = (4, 10)
WEEK = datetime.timedelta(days=7)
GIVEN_UP = datetime.timedelta(days=28)


def run_placement_clock(*, today: datetime.date | None = None) -> dict[str, int]:
    """Begin what is missing, ask, remind, give up, complete; returns how many of each."""
    today = today or timezone.localdate()
    return {
        "begun": begin_missing(),
        "hosts_reminded": remind_hosts(today),
        "parties_reminded": remind_parties(today),
        "asked": ask_for_feedback(today),
        "feedback_reminded": remind_feedback(today),
        "closed": give_up(today),
        "completed": complete_ended(today),
    }


def _days_ago(today: datetime.date, days: int) -> datetime.date:
    return today - datetime.timedelta(days=days)


def begin_missing() -> int:
    """Of a team that was accepted when only its lead had a record, the others get theirs."""
    own = PlacementRecord.objects.filter(
        application=OuterRef("application"), person=OuterRef("person")
    )
    without = TeamMember.objects.filter(
        ~Exists(own),
        state=MemberState.JOINED,
        application__state__in=sorted(HOLDS_SEAT),
        opportunity__kind=Kind.PLACEMENT,
    )
    rows = Application.objects.filter(pk__in=without.values("application"))
    return sum(_begin(row) for row in _some(rows))


@transaction.atomic
def _begin(found: Application) -> int:
    row = lock(found)
    if row.state not in HOLDS_SEAT:
        return 0
    before = PlacementRecord.objects.filter(application=row.pk).count()
    return len(begin_records(row)) - before


def remind_hosts(today: datetime.date) -> int:
    """A week before the first day, where no agreement was sent yet: once for that day."""
    rows = Agreement.objects.filter(
        sent_at=None,
        number=1,
        record__state=PlacementState.DRAFT,
        record__person__isnull=False,
        starts__lte=today + WEEK,
        starts__gte=today - WEEK,
    ).select_related("record__opportunity__organisation", "record__opportunity__state")
    return sum(
        agreement_parties.remind_host(row.record, key=f"{row.starts}") for row in _some(rows)
    )


def remind_parties(today: datetime.date) -> int:
    """Three and seven days after somebody was asked to agree."""
    done = 0
    for number, days in reversed(list(enumerate(PARTY_REMINDERS, start=1))):
        rows = AgreementParty.objects.open().filter(
            reminded__lt=number, asked_on__lte=_days_ago(today, days)
        )
        for row in _some(rows.select_related("agreement__record__opportunity__organisation")):
            done += _remind_party(row, number)
    return done


@transaction.atomic
def _remind_party(party: AgreementParty, number: int) -> int:
    still = AgreementParty.objects.open().filter(pk=party.pk, reminded__lt=number)
    if not still.update(reminded=number):
        return 0
    agreement_parties.ask(party, agreement=party.agreement, reminder=number)
    return 1


def ask_for_feedback(today: datetime.date) -> int:
    """What is due and was not asked yet, in a placement that was agreed."""
    rows = FeedbackRequest.objects.open().filter(asked_on__isnull=True, due__lte=today)
    return sum(_ask(row, today) for row in _some(_for_mail(rows)))


@transaction.atomic
def _ask(row: FeedbackRequest, today: datetime.date) -> int:
    if not FeedbackRequest.objects.filter(pk=row.pk, asked_on__isnull=True).update(asked_on=today):
        return 0
    feedback.ask(row)
    return 1


def remind_feedback(today: datetime.date) -> int:
    """Four and ten days after it was asked."""
    done = 0
    for number, days in reversed(list(enumerate(FEEDBACK_REMINDERS, start=1))):
        rows = FeedbackRequest.objects.open().filter(
            reminded__lt=number, asked_on__lte=_days_ago(today, days)
        )
        for row in _some(_for_mail(rows)):
            done += _remind_one(row, number)
    return done


@transaction.atomic
def _remind_one(row: FeedbackRequest, number: int) -> int:
    """Write once more to whoever was asked; nothing when that reminder went already."""
    if (
        not FeedbackRequest.objects.open()
        .filter(pk=row.pk, reminded__lt=number)
        .update(reminded=number)
    ):
        return 0
    feedback.ask(row, reminder=number)
    return 1


def give_up(today: datetime.date) -> int:
    """Four weeks after it was asked nobody is asked again, and the link is good no more."""
    rows = FeedbackRequest.objects.open().filter(asked_on__lte=today - GIVEN_UP)
    return rows.update(closed_on=today)


def complete_ended(today: datetime.date) -> int:
    """The day after the agreed end a placement is completed; its disclosures end."""
    rows = (
        PlacementRecord.objects.filter(state__in=[PlacementState.AGREED, PlacementState.SENT])
        .past_agreed_day(today)
        .prefetch_related("agreements")
        .order_by("pk")
    )
    return sum(_complete(row, today) for row in rows.iterator(chunk_size=200) if _due(row, today))


def _due(row: PlacementRecord, today: datetime.date) -> bool:
    agreed = agreed_of(row)
    return bool(agreed and agreed.ends and agreed.ends < today)


@transaction.atomic
def _complete(found: PlacementRecord, today: datetime.date) -> int:
    row = hold(found)
    agreed = agreed_of(row)
    if row.state in PLACEMENT_OVER or agreed is None or not _due(row, today):
        return 0
    finish_record(row, PlacementState.COMPLETED, by=None, on=agreed.ends)
    if row.application is not None:
        realign_application(row.application)
    agreement_parties.tell_moved(row, "placement_completed", ends=agreed.ends)
    return 1


def _for_mail(rows):
    return rows.select_related("record__opportunity__organisation", "record__person__user")


def _some(rows) -> Iterable:
    return list(rows.order_by("pk")[:AT_A_TIME])
