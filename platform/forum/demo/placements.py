"""Placements of the demo region: one that was completed, one that runs, one that nobody has agreed to yet."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from opportunities import services
from opportunities.application_choices import ApplicationState
from opportunities.models import AgreementParty, FeedbackRequest, PlacementRecord
from opportunities.placement_choices import PartyRole
from opportunities.services import agreeing, feedback, reviewing
from opportunities.services.placement_clock import run_placement_clock
from profiles.models import Person, User

from . import accounts
from .applications import NOOR, ago, answered, opportunity_called, sent_by, user_of
from .seed import Region

COMPLETED = "Understanding the night bus"
RUNS = "Cycling counts, cleaned"
HOST = "three-spires-transport"
SAID = {
    ("first_week", "student"): ("well", "Everybody knew that I was coming.", "A second screen."),
    ("first_week", "host"): ("well", "Came with questions.", ""),
    ("midpoint", "student"): ("mixed", "How to write a question that two people read alike.", "More time on the bus, less in the meeting."),
    ("midpoint", "host"): ("well", "Forty interviews, all written up.", ""),
    ("end", "student"): ("well", "I can plan a survey from the question to the table.", "A week more for the writing."),
    ("end", "host"): ("well", "A map of who waits where, after ten at night. The operator moved a stop.", ""),
}  # fmt: skip


@transaction.atomic
def build_placements(region: Region) -> None:
    """The student’s own: a completed one with what both sides said, and one in its third week."""
    noor = Person.objects.get(user__email=accounts.STUDENT)
    host = region.leads[HOST]
    done = _agreed(noor, COMPLETED, host, starts=-120, ends=-50)
    _agreed(noor, RUNS, host, starts=-15, ends=55)
    run_placement_clock()
    for row in FeedbackRequest.objects.filter(record=done):
        how, good, change = SAID[(row.moment, row.side)]
        feedback.answer(row, how=how, good=good, change=change, shared=True)


def _agreed(noor: Person, title: str, host: User, *, starts: int, ends: int) -> PlacementRecord:
    row = sent_by(opportunity_called(title), noor, NOOR, ago(2))
    reviewing.move_on(row, ApplicationState.SHORTLISTED, by=host)
    answered(row, ApplicationState.OFFERED, host=host)
    services.accept_offer(row, by=user_of(noor))
    record = PlacementRecord.objects.for_pages().get(application=row)
    today = timezone.localdate()
    agreeing.save_agreement(
        record,
        by=host,
        starts=today + timedelta(days=starts),
        ends=today + timedelta(days=ends),
        days="Mondays to Wednesdays, 21 hours a week",
        supervisor_name=host.name,
        supervisor_address=host.email,
    )
    agreeing.send_agreement(record, by=host)
    party = AgreementParty.objects.open().get(agreement__record=record, role=PartyRole.STUDENT)
    agreeing.agree(party, name=noor.name, by=party.user)
    return record
