"""Applying in Chromium: a kind no, then a place and all that follows; reading blind by two."""

from datetime import timedelta

import pytest
from django.utils import timezone

from opportunities.models import Application, PlacementRecord, Review
from opportunities.services.placement_clock import run_placement_clock
from tests.browser.steps import LEARN, NAME, WHY, apply, inbox, mail_to, offer
from tests.factories.applications import ApplicationFactory
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import MembershipFactory, PersonFactory
from tests.journeys.story import link_in, mails_to, worker_runs

pytestmark = pytest.mark.browser

PHONE = (360, 740)
SUPERVISOR = "sam.supervisor@stops.example"
AIMS = "To survey a street, and to say what was not surveyed."
GOOD = "A list of stops that nobody had."
DAY = timedelta(days=1)
both_ways = pytest.mark.parametrize(
    "javascript", [True, False], ids=["with scripts", "without scripts"]
)


@both_ways
def test_a_student_is_declined_kindly_goes_on_and_completes_a_placement(arrive, javascript):
    today = timezone.localdate()
    dates = {"starts": today + 7 * DAY, "ends": today + 21 * DAY}
    first, second = (
        PlacementFactory(live=True, title=title, seats=1, **dates)
        for title in ("Count the buses", "Map the stops")
    )
    person = PersonFactory(name=NAME, matched=True)
    student = arrive(person.user, size=PHONE, javascript=javascript)
    host = arrive(first.state.submitted_by, javascript=javascript)

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

    other = arrive(second.state.submitted_by, javascript=javascript)
    placed = apply(student, second)
    inbox(other, second)
    offer(other)
    student.open(link_in(mail_to(person.user.email, "You are offered a place")))
    student.reads("You are offered a place")
    student.press("Accept the place")
    student.reads("The place is yours. We have told them.", "Your learning agreement")

    other.open(f"{second.get_absolute_url()}applications/{placed.pk}/")
    other.reads(NAME)
    other.follow("Write and send it")
    other.follow("Go on writing")
    other.fill("Days and hours", "Mondays and Tuesdays, 12 hours a week")
    other.fill("Supervisor’s name", "Sam Supervisor")
    other.fill("Supervisor’s e-mail address", SUPERVISOR)
    other.fill("What the student will learn", AIMS)
    other.fill("Handling of data", "Open data only.")
    other.press("Save the draft")
    other.press("Say yes and ask everybody")
    other.reads("Sent. Everybody is asked.")
    worker_runs()

    supervisor = arrive(None, size=PHONE, javascript=javascript)
    supervisor.open(link_in(mail_to(SUPERVISOR, "Will you agree?")))
    supervisor.reads("Do you agree to this placement?", NAME, AIMS)
    supervisor.choose("Yes, I agree")
    supervisor.press("Send my answer")
    supervisor.reads("Write your name, so that it stands under the agreement.")
    supervisor.fill("Your name", "Sam Supervisor")
    supervisor.press("Send my answer")
    supervisor.reads("You have agreed")
    student.open(link_in(mail_to(person.user.email, "Your learning agreement")))
    student.reads(AIMS, "Sam Supervisor")
    student.choose("Yes, I agree")
    student.press("Send my answer")
    student.reads("Everybody has said yes.")
    worker_runs()
    states = dict(Application.objects.values_list("opportunity__title", "state"))
    assert states == {first.title: "declined", second.title: "placed"}

    run_placement_clock(today=second.ends)
    worker_runs()
    how_it_went(supervisor, SUPERVISOR, second.title, good=GOOD, shared="The student may read")
    how_it_went(student, person.user.email, second.title, good="I can survey.", shared="")
    run_placement_clock(today=second.ends + DAY)
    worker_runs()
    student.open("/me/pathway/")
    student.reads("Map the stops", AIMS, "Completed")
    record = PlacementRecord.objects.get()
    assert record.state == "completed"
    student.open(record.get_absolute_url())
    student.reads("How it went", GOOD)
    student.open("/me/mails/")
    student.reads(
        f"We have your application: {first.title}",
        f"An answer to your application: {first.title}",
        f"You are offered a place: {second.title}",
        f"Agreed by everybody: {second.title}",
        f"Completed: {second.title}",
    )


def how_it_went(visitor, address: str, title: str, *, good: str, shared: str) -> None:
    """By the newest link of the two that were mailed: the three questions of the end."""
    visitor.open(link_in(mail_to(address, f"Three questions about {title}")))
    visitor.reads("Three questions", "Who reads this")
    visitor.choose("Yes")
    visitor.fill("What ", good)
    if shared:
        visitor.choose(shared)
    visitor.press("Send my answers")
    visitor.reads("Thank you, it is noted")


@both_ways
def test_a_host_reads_blind_with_a_second_reader_while_a_third_has_a_tie(arrive, javascript):
    """Neither of the two sees what the other found before their own scores are kept."""
    placement = PlacementFactory(live=True, title="Count the buses", seats=1)
    teacher, colleague = (
        MembershipFactory(organisation=placement.organisation, role="member", user__name=name).user
        for name in ("Tilda Teach", "Colin Reads")
    )
    person = PersonFactory(name=NAME, matched=True)
    lead = arrive(placement.state.submitted_by, javascript=javascript)

    row = ApplicationFactory(
        opportunity=placement, person=person, answers={"why": WHY, "learn": LEARN}
    )
    inbox(lead, placement)
    lead.reads("my parent waits at these stops", "[name]", "[e-mail]")
    for reader in (placement.state.submitted_by, teacher, colleague):
        lead.pick("Ask a colleague to read it", reader.name)
        lead.press("Ask them")
        lead.reads("They can read it now.")
    worker_runs()

    tied = arrive(teacher, javascript=javascript)
    inbox(tied, placement)
    tied.unfold("I should not read this one")
    tied.fill("What ties you to this applicant?", "I teach them.")
    tied.press("Leave it to others")
    tied.open(f"{placement.get_absolute_url()}applications/{row.pk}/")
    tied.reads("We cannot find that page")

    lead.pick("Statistics: asked for at", "3: as asked")
    lead.fill("Your note", "Knows the stops.")
    lead.press("Keep my scores")
    second = arrive(colleague, size=PHONE, javascript=javascript)
    asked = mail_to(colleague.email, "Will you read an application? Count the buses")
    assert "ptolemy" not in asked.body.lower()
    second.open(link_in(asked))
    second.reads("Others’ scores and notes show once you have kept yours", "Has read it")
    assert "Knows the stops." not in second.words
    assert "3.0 of 4" not in second.words
    second.pick("Statistics: asked for at", "2: nearly")
    second.fill("Your note", "Writes plainly.")
    second.press("Keep my scores")
    second.reads("Knows the stops.", "2.5 of 4")
    lead.open(f"{placement.get_absolute_url()}applications/{row.pk}/")
    lead.reads("2 of 2 have read it, 2.5 of 4", "Writes plainly.")
    blind = [page for one in (lead, tied, second) for page in one.seen]
    assert [page.path for page in blind if "ptolemy" in page.html.lower()] == []
    lead.press("Shortlist")
    lead.reads(NAME)
    worker_runs()
    assert Review.objects.exclude(conflict="").get().reviewer == teacher
