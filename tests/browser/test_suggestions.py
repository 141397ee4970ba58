"""Suggestions in Chromium: a person reads why, puts one aside, takes it back, and asks to be introduced."""

import pytest

from matching.models import Aside, Introduction
from matching.services import run_all
from tests.factories import matching as market
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.browser

TITLE = "Where do referrals come from?"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_reads_a_suggestion_puts_it_aside_takes_it_back_and_asks(arrive, javascript):
    pantry = OrganisationFactory(name="Sowe Valley Pantry", kind="community")
    poster = market.lead_of(pantry)
    ChallengeFactory(
        title=TITLE,
        organisation=pantry,
        author=poster,
        custodian=CustodianFactory(),
        live=True,
        sensitivity="open",
        requirements=[("Mapping", 2, True)],
    )
    person = market.person(
        user=UserFactory(name="Ptolemy Underfoot"),
        name="Ptolemy Underfoot",
        holds={"Mapping": 3},
        wants={"Mapping": 4},
    )
    run_all()

    student = arrive(person.user, size=(360, 740), javascript=javascript)
    student.open("/matches/")
    student.reads(
        TITLE, "What you gain", "What they gain", "They ask working, you hold practitioner"
    )
    student.follow("Not for me")
    student.choose("Just not this one")
    student.press("Put it aside")
    assert Aside.objects.get().person == person
    student.open("/matches/")
    student.reads("Nothing fits yet")
    student.follow("What you put aside")
    student.reads(TITLE)
    student.press("Bring it back")
    student.open("/matches/")
    student.follow("Ask for an introduction")
    student.fill("A message to them", "I mapped forty stops.")
    student.press("Ask for an introduction")
    student.reads("Asked. You will hear within two weeks")
    row = Introduction.objects.get()
    assert (row.person, row.supply_answer, row.message) == (person, "yes", "I mapped forty stops.")

    # The side that asks reads why, without a name, and says yes.
    host = arrive(poster, javascript=javascript)
    host.open(row.get_absolute_url())
    host.reads("What you gain", "Waiting for your answer")
    assert "Ptolemy" not in host.html
