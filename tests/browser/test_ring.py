"""A ring in Chromium: found, proposed, accepted by all three, and then each sees how to reach the next."""

import pytest
from wagtail.log_actions import log

from matching.models import Introduction, Ring
from tests.factories import rings as circles
from tests.factories.profiles import CustodianFactory
from tests.journeys.story import link_in, mails_to, worker_runs

pytestmark = pytest.mark.browser

PHONE = (360, 740)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_ring_is_found_proposed_accepted_and_becomes_introductions(arrive, javascript):
    town = circles.circle()
    publisher = CustodianFactory()
    for challenge in town.challenges:
        log(challenge, "wagtail.publish", user=publisher)
    custodian = arrive(CustodianFactory(name="Hettie Vaughan"), javascript=javascript)
    pantry, university, council = (
        arrive(lead, size=PHONE, javascript=javascript) for lead in town.leads
    )

    custodian.open("/desk/rings/")
    custodian.press("Search for rings now")
    custodian.reads("Searching")
    worker_runs()
    custodian.open("/desk/rings/")
    custodian.reads("Found, nobody asked yet", "A ring of three")
    custodian.follow("A ring of three")
    custodian.press("Propose it to all three")
    custodian.reads("Every party has two weeks to answer", "Asked on")
    worker_runs()

    asked = [mail for mail in mails_to(town.leads[0].email) if "answer by" in mail.subject][-1]
    pantry.open(link_in(asked))
    pantry.reads("Your part", "You give", "Help from Sowe Valley Pantry", "Waiting for you")
    pantry.choose("Show our name with this ring")
    pantry.press("Accept my part")
    pantry.reads("You will hear when the others have answered.")
    assert not Introduction.objects.exists()
    path = Ring.objects.get(state="proposed").get_absolute_url()
    for surfer in (university, council):
        surfer.open("/me/now/")
        surfer.follow("Accept or decline")
        surfer.press("Accept my part")
    council.reads("Everybody accepted", "How to reach each other")
    worker_runs()

    council.follow("Help from Tamebridge Council")
    council.reads("How to reach each other", town.leads[0].email)
    pantry.open(path)
    pantry.reads("Started", "has given 12 hours and received 20")
    custodian.open("/desk/rings/")
    custodian.reads("Hours given and received", "Tamebridge Council")
    assert Introduction.objects.filter(state="introduced").count() == 3
    stranger = arrive(None, size=PHONE, javascript=javascript)
    stranger.open("/rings/")
    stranger.reads("None is shown yet.")
