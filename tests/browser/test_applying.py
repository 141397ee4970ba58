"""Applying in Chromium: a kind no and then a place; reading blind by two, one of whom has a tie."""

import pytest

from common.invariants import broken
from opportunities.models import Application, Review
from tests.browser.surfer import Surfer
from tests.browser.windows import sign_in
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory, PersonFactory
from tests.journeys.story import mails_to, worker_runs

pytestmark = pytest.mark.browser

PHONE = (360, 740)
NAME = "Ptolemy Underfoot"
WHY = f"I am {NAME}, and my mother waits at these stops. Write to ptolemy@students.example."
LEARN = "How a dataset is published."


@pytest.fixture
def arrive(forum, new_page):
    """Bring somebody who is signed in: ``arrive(user, javascript=False)``."""
    faults = []

    def bring(user, *, javascript: bool = False, size: tuple[int, int] = (1280, 900)) -> Surfer:
        page = new_page(javascript=javascript, size=size)
        sign_in(page, user)
        surfer = Surfer(user.name or user.email, page)
        faults.append(surfer.faults)
        return surfer

    yield bring
    assert [fault for found in faults for fault in found] == []
    assert broken() == {}


def apply(student: Surfer, placement, *, forgets: bool = False) -> Application:
    """From the page of the placement to the receipt; at first without one of the answers."""
    student.open(placement.get_absolute_url())
    student.follow("Apply")
    student.fill("Why this one?", WHY)
    if forgets:
        student.press("Save and check")
        student.reads("Before you can send it", "Answer this: What would you like to learn here?")
        student.follow("Answer this")
    student.fill("What would you like to learn here?", LEARN)
    student.press("Save and check")
    student.reads(WHY, "What happens next")
    student.press("Send it")
    student.reads("Sent. A receipt is on its way to you by mail.", "You have an answer by")
    worker_runs()
    return Application.objects.get(opportunity=placement.pk)


def inbox(host: Surfer, placement) -> None:
    """From the placement to the one application there is."""
    host.open(placement.get_absolute_url())
    host.follow("Applications")
    host.follow("Applicant ")


def test_a_student_is_declined_kindly_goes_on_and_gets_a_place(arrive):
    """The student and one host without scripts, the other host with them."""
    first, second = (
        PlacementFactory(live=True, title=title, seats=1)
        for title in ("Count the buses", "Map the stops")
    )
    person = PersonFactory(name=NAME, matched=True)
    student = arrive(person.user, size=PHONE)
    host = arrive(first.state.submitted_by)

    declined = apply(student, first, forgets=True)
    inbox(host, first)
    host.press("Decline")
    host.pick("Why, for your own record?", "The dates or hours do not fit")
    host.press("Read the mails")
    host.reads("Our dates and yours do not fit this time.")
    host.press("Send those ticked")
    worker_runs()
    assert "Our dates and yours do not fit this time." in mails_to(person.user.email)[-1].body
    student.open(declined.get_absolute_url())
    student.reads("No place this time", "It says nothing about the next one.", "What else is open")
    student.follow(second.title)

    other = arrive(second.state.submitted_by, javascript=True)
    placed = apply(student, second)
    inbox(other, second)
    other.press("Shortlist")
    other.reads(NAME)
    other.press("Offer a place")
    other.press("Read the mails")
    other.press("Send those ticked")
    worker_runs()
    student.open(placed.get_absolute_url())
    student.reads("You are offered a place")
    student.press("Accept the place")
    student.reads("The place is yours. We have told them.")
    other.open(f"{second.get_absolute_url()}applications/{placed.pk}/")
    other.press("They came: mark as placed")

    states = dict(Application.objects.values_list("opportunity__title", "state"))
    assert states == {first.title: "declined", second.title: "placed"}


def test_a_host_reads_blind_with_a_second_reader_while_a_third_has_a_tie(arrive):
    placement = PlacementFactory(live=True, title="Count the buses", seats=1)
    teacher, colleague = (
        MembershipFactory(organisation=placement.organisation, role="member", user__name=name).user
        for name in ("Tilda Teach", "Colin Reads")
    )
    person = PersonFactory(name=NAME, matched=True)
    lead = arrive(placement.state.submitted_by)

    row = ApplicationFactory(
        opportunity=placement, person=person, answers={"why": WHY, "learn": LEARN}
    )
    inbox(lead, placement)
    lead.reads("my parent waits at these stops", "[name]", "[e-mail]")
    lead.pick("Statistics: asked for at", "3: as asked")
    lead.fill("Your note", "Knows the stops.")
    lead.press("Keep my scores")
    for reader in (teacher, colleague):
        lead.pick("Ask a colleague to read it", reader.name)
        lead.press("Ask them")
        lead.reads("They can read it now.")
    worker_runs()

    tied = arrive(teacher)
    inbox(tied, placement)
    tied.unfold("I should not read this one")
    tied.fill("What ties you to this applicant?", "I teach them.")
    tied.press("Leave it to others")
    tied.open(f"{placement.get_absolute_url()}applications/{row.pk}/")
    tied.reads("We cannot find that page")

    second = arrive(colleague, size=PHONE)
    inbox(second, placement)
    second.pick("Statistics: asked for at", "2: nearly")
    second.press("Keep my scores")
    lead.open(f"{placement.get_absolute_url()}applications/{row.pk}/")
    lead.reads("2 of 2 have read it, 2.5 of 4")
    blind = [page for one in (lead, tied, second) for page in one.seen]
    assert [page.path for page in blind if "ptolemy" in page.html.lower()] == []
    lead.press("Shortlist")
    lead.reads(NAME)
    worker_runs()
    assert Review.objects.exclude(conflict="").get().reviewer == teacher
