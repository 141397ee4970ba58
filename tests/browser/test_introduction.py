"""From an introduction to its outcome in Chromium: asked, agreed, talked, done, told, verified, public."""

import pytest

from impact.tasks import run_outcome_clock
from matching.services import propose
from mission.models import Node
from tests.browser.steps import mail_to
from tests.factories import matching as market
from tests.factories.opportunities import ChallengeFactory
from tests.factories.profiles import CustodianFactory, OrganisationFactory, UserFactory
from tests.journeys.story import link_in, worker_runs

pytestmark = pytest.mark.browser

PHONE = (360, 740)
STUDENT, PANTRY, TITLE = "Ptolemy Underfoot", "Sowe Valley Pantry", "Where do referrals come from?"
CHANGED = "The pantry orders by the weather now, and hardly any bread is left over."


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_two_are_introduced_and_what_came_of_it_is_verified(arrive, javascript):
    pantry = OrganisationFactory(name=PANTRY, kind="community")
    poster = market.lead_of(pantry)
    challenge = ChallengeFactory(
        title=TITLE,
        organisation=pantry,
        author=poster,
        custodian=CustodianFactory(),
        live=True,
        sensitivity="open",
        requirements=[("Mapping", 2, True)],
    )
    person = market.person(
        user=UserFactory(name=STUDENT), name=STUDENT, holds={"Mapping": 3}, wants={"Mapping": 4}
    )
    row = propose(market.match(challenge, person=person), by=poster, message="Would you come?")
    worker_runs()

    # The student says yes by the link of the mail, without an account.
    stranger = arrive(None, size=PHONE, javascript=javascript)
    stranger.open(link_in(mail_to(person.user.email, "An introduction about")))
    stranger.press("Yes, introduce us")
    stranger.reads("Both sides said yes")

    # They write to each other; the first message comes with a plan for the call.
    student = arrive(person.user, size=PHONE, javascript=javascript)
    host = arrive(poster, javascript=javascript)
    student.open(row.get_absolute_url())
    student.follow("Open the messages")
    student.press("Send")
    student.reads("A plan for the call")
    worker_runs()
    host.open(link_in(mail_to(poster.email, "A message about")))
    host.reads("A plan for the call", "Report it")
    host.fill("Your message", "Thursday at two suits us.")
    host.press("Send")
    host.press("Take it back")
    host.reads("This message was taken back.")

    # It is agreed, done, and both are asked what came of it.
    host.open(row.get_absolute_url())
    for words in ("We agreed to work together", "The work has begun", "The work is done"):
        host.press(words)
    run_outcome_clock()
    worker_runs()
    asked = link_in(mail_to(person.user.email, "What came of"))
    stranger.open(asked)
    stranger.fill("What came of it, in one line?", "Half as much bread")
    stranger.fill("What changed?", CHANGED)
    stranger.fill("For whom?", "140 families")
    stranger.choose("It may be published, for my side")
    stranger.press("Send it in")
    stranger.reads("Thank you")
    worker_runs()
    host.open(link_in(mail_to(poster.email, "May this be published?")))
    host.reads(CHANGED, f"You answer for {PANTRY}.")
    host.choose("Yes")
    host.choose(f"{PANTRY} may be named with it")
    host.press("Save my answer")

    # A custodian verifies it, and everybody reads it, without the student's name.
    custodian = arrive(CustodianFactory(), javascript=javascript)
    custodian.open("/desk/")
    custodian.follow("Half as much bread")
    custodian.pick(
        "Which step of the theory of change does it show?",
        Node.objects.get(slug="local-pathways").title,
    )
    custodian.choose("It is true, it names nobody: verify and publish it")
    custodian.press("Decide")
    stranger.open("/outcomes/")
    stranger.follow("Half as much bread")
    stranger.reads(CHANGED, PANTRY, "140 families")
    stranger.open("/theory-of-change/local-pathways/")
    stranger.reads("Half as much bread")
    assert STUDENT not in "".join(page.html for page in stranger.seen)
