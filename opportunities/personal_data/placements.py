"""What placements hold about people, how long, and how it goes."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from common.erasing import GONE, Leaving, eraser
from common.personal import ACCOUNT, part, personal
from common.retention import clock

from ..models import (
    Agreement,
    AgreementParty,
    FeedbackRequest,
    PlacementRecord,
    UniversityContact,
)
from ..placement_choices import PLACEMENT_OVER, PartyAnswer, PlacementState, Side
from ..services.placing import finish_record

KEPT = datetime.timedelta(days=730)
CLOCK = "opportunities.placements"
SIDES = (
    "the student; whoever answers for the host, until it is over; in the end nobody but the student"
)


def _addressed(user: Any) -> Q:
    """Where the address is the user’s."""
    return Q(address__iexact=user.email) if user.email else Q(pk__in=[])


personal(
    "opportunities.PlacementRecord",
    "Your placements",
    part(
        "application person over_on ended_by end_text",
        why="your own record of what you did, and the host’s of who came",
        basis="contract",
        kept=ACCOUNT,
        seen=SIDES,
    ),
    part(
        "end_reason",
        why="a private record of why it ended early",
        basis="interests",
        kept=ACCOUNT,
        seen="the side that wrote it",
    ),
    about="person__user",
    plain="id opportunity state created changed",
    others=lambda row, user: {"end_reason"} if row.ended_by == Side.HOST else set(),
)
personal(
    "opportunities.Agreement",
    "Learning agreements",
    part(
        "starts ends days place pay aims skills data_handling changes sent_by",
        why="what you and your host agreed",
        basis="contract",
        kept=ACCOUNT,
        seen=SIDES,
    ),
    part(
        "supervisor_name supervisor_address",
        why="saying who looks after the student, and asking them",
        basis="interests",
        kept=CLOCK,
        seen="the student, without the address; whoever answers for the host",
    ),
    plain="id record number sent_at agreed_at",
    rows=lambda user: (
        Q(record__person__user=user.pk)
        | Q(sent_by=user.pk)
        | (Q(supervisor_address__iexact=user.email) if user.email else Q(pk__in=[]))
    ),
    others=lambda row, user: (
        set() if row.supervisor_address.lower() == user.email.lower() else {"supervisor_address"}
    ),
)
personal(
    "opportunities.AgreementParty",
    "Agreements you were asked to agree to",
    part(
        "user address name answer reason answered_at",
        why="knowing who agreed to a placement, and reminding those who have not answered",
        basis="interests",
        kept=CLOCK,
        seen="both sides, without address and reason; whoever answers for the host",
    ),
    plain="id agreement role asked_on reminded revoked_at",
    rows=lambda user: Q(user=user.pk) | _addressed(user),
)


def _in_confidence(row: FeedbackRequest, user: Any) -> set[str]:
    """The supervisor’s address; and what they wrote, unless they let the student read it."""
    if user.email and row.address.lower() == user.email.lower():
        return set()
    hidden = {"address"}
    return hidden | {"good", "change"} if row.side == Side.HOST and not row.shared else hidden


personal(
    "opportunities.FeedbackRequest",
    "How your placements went",
    part(
        "address how good change shared answered_at",
        why="mending what goes wrong, and learning what a placement was worth",
        basis="interests",
        kept=CLOCK,
        seen="the side that wrote it; the other side where it said so; "
        "custodians the first answer, without a name",
    ),
    plain="id record moment side due asked_on reminded closed_on",
    rows=lambda user: Q(record__person__user=user.pk) | _addressed(user),
    others=_in_confidence,
)
personal(
    "opportunities.UniversityContact",
    "Where a university is asked to agree to placements",
    part(
        "address",
        why="asking a university that wants to agree to its students’ placements",
        basis="interests",
        kept=ACCOUNT,
        seen="the leads of the university; custodians",
    ),
    plain="organisation",
    rows=_addressed,
    words={"office": "a role or an office, not a name"},
)


@eraser("opportunities.placements", order=24)
def take_out(leaving: Leaving) -> None:
    """Their own words go; that a placement was there, and whether it was completed, stays a count."""
    for record in PlacementRecord.objects.of(leaving.user).order_by("pk"):
        if record.state not in PLACEMENT_OVER:
            finish_record(record, PlacementState.ENDED, by=None)
        Agreement.objects.filter(record=record).delete()
        FeedbackRequest.objects.filter(record=record).delete()
        PlacementRecord.objects.filter(pk=record.pk).update(
            person=None, application=None, end_reason="", end_text=""
        )
        leaving.counts["opportunities.placementrecord"] += 1
    _as_supervisor(leaving)


def _as_supervisor(leaving: Leaving) -> None:
    """Somebody else's placement goes on; the host names another supervisor."""
    theirs = Q(user=leaving.user)
    for address in leaving.addresses:
        theirs |= Q(address__iexact=address)
        named = Agreement.objects.filter(supervisor_address__iexact=address)
        leaving.counts["opportunities.agreement"] += named.update(
            supervisor_name=GONE, supervisor_address=""
        )
        asked = FeedbackRequest.objects.filter(address__iexact=address)
        asked.filter(answered_at=None, closed_on=None).update(closed_on=timezone.localdate())
        asked.update(address="")
        leaving.remove(UniversityContact.objects.filter(address__iexact=address))
    rows = AgreementParty.objects.filter(theirs)
    rows.filter(answer=PartyAnswer.WAITING, revoked_at=None).update(revoked_at=timezone.now())
    leaving.counts["opportunities.agreementparty"] += rows.update(
        user=None, address="", name="", reason=""
    )


def _past(now: datetime.datetime) -> tuple[QuerySet, QuerySet, QuerySet]:
    """What is kept for two years after the end, and is still there."""
    day = timezone.localdate(now) - KEPT
    parties = AgreementParty.objects.filter(agreement__record__over_on__lt=day)
    asked = FeedbackRequest.objects.filter(record__over_on__lt=day)
    named = Agreement.objects.filter(record__over_on__lt=day).exclude(
        supervisor_name="", supervisor_address=""
    )
    return parties, asked, named


@clock(
    CLOCK,
    keeps="Who agreed to a placement, who supervised it, and what both sides said of it",
    until=f"{KEPT.days} days after its end",
    due=lambda now: sum(rows.count() for rows in _past(now)),
)
def forget_placements(now: datetime.datetime) -> int:
    """The dates and aims stay with the person, for as long as they have an account."""
    parties, asked, named = _past(now)
    count = named.update(supervisor_name="", supervisor_address="")
    return count + parties.delete()[0] + asked.delete()[0]
