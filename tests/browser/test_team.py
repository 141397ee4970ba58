"""Two who apply together in Chromium: both say yes, both accept, each has an agreement of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from opportunities.models import Application, PlacementRecord
from tests.browser.steps import LEARN, NAME, WHY, inbox, mail_to, offer, send
from tests.factories.applying import asks
from tests.factories.opportunities import PlacementFactory
from tests.factories.profiles import PersonFactory
from tests.journeys.story import link_in, worker_runs
from tests.support import documents

pytestmark = pytest.mark.browser

PHONE = (360, 740)
MATE = "Robin Lane"
TERMS = "Thursdays, 7 hours"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_two_apply_together_and_each_has_an_agreement(arrive, javascript):
    today = timezone.localdate()
    placement = PlacementFactory(
        live=True,
        title="Count the buses",
        seats=2,
        starts=today + timedelta(days=7),
        ends=today + timedelta(days=70),
    )
    asks(placement, takes_teams=True, wants_cv=True)
    lead, mate = (PersonFactory(name=name, matched=True) for name in (NAME, MATE))
    first, second = (
        arrive(person.user, size=PHONE, javascript=javascript) for person in (lead, mate)
    )
    host = arrive(placement.state.submitted_by, javascript=javascript)

    # The draft, and a second one who is asked in by address and hands in a CV first.
    first.open(f"{placement.get_absolute_url()}apply/")
    first.fill("Why this one?", WHY)
    first.fill("What would you like to learn here?", LEARN)
    first.press("Save and check")
    row = Application.objects.get()
    first.open(f"{row.get_absolute_url()}team/")
    first.fill("Whom would you like to ask?", mate.user.email)
    first.press("Ask them in")
    first.reads("Asked. They are in when they have said yes.", mate.user.email)
    worker_runs()
    asked = link_in(mail_to(mate.user.email, f"Apply together with {NAME}"))
    second.open(asked)
    second.reads(f"Apply together with {NAME}?", "They ask for a CV, and you have none here.")
    second.follow("Add one to your profile")
    second.attach("Your CV", "cv.pdf", documents.pdf())
    second.press("Save")
    second.open(asked)
    second.choose("Send my CV with it")
    second.press("Yes, I join")
    second.reads("You are in.", WHY, "Your CV goes with it")
    second.press("Yes, send this text")
    worker_runs()
    first.open(link_in(mail_to(lead.user.email, "Your whole team has said yes")))
    first.follow("Check and send")
    first.reads(f"You apply as a team of 2, with {MATE}.")
    send(first, placement)

    # The host reads it blind, and offers both a place.
    inbox(host, placement)
    host.reads("2 apply together")
    blind = [page.path for page in host.seen if MATE in page.html or NAME in page.html]
    assert blind == []
    offer(host)
    for student, person in ((first, lead), (second, mate)):
        student.open(link_in(mail_to(person.user.email, "You are offered a place")))
        student.press("Accept")
    second.reads("The place is yours.")

    # Each has an agreement; the terms of one are copied into the other's.
    host.open(f"{placement.get_absolute_url()}applications/{row.pk}/")
    host.reads(NAME, MATE, "Learning agreements")
    records = PlacementRecord.objects.order_by("pk")
    assert {one.person for one in records} == {lead, mate}
    for number, record in enumerate(records):
        host.open(record.get_absolute_url())
        if number == 0:
            host.follow("Go on writing")
            host.fill("Days and hours", TERMS)
            host.fill("Supervisor’s name", "Sam Supervisor")
            host.fill("Supervisor’s e-mail address", "sam.supervisor@stops.example")
            host.fill("What the student will learn", "To survey a street.")
            host.fill("Handling of data", "Open data only.")
            host.press("Save the draft")
            host.press("Copy these terms to the others")
            host.reads("Copied into 1 other draft.")
        host.reads(TERMS)
        host.press("Say yes and ask everybody")
    worker_runs()
    for student, person in ((first, lead), (second, mate)):
        student.open(link_in(mail_to(person.user.email, "Your learning agreement")))
        student.reads(TERMS, "Sam Supervisor")
        student.choose("Yes, I agree")
        student.press("Send my answer")
        student.reads("It holds once everybody has said yes.")
    student.open("/me/mails/")
    student.reads(
        f"You are offered a place: {placement.title}",
        f"Your learning agreement: {placement.title}",
    )
