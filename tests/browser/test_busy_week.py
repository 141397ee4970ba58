"""The weekly page of a busy week, cleared: what each thing takes is counted, and stands in ``docs/editors.md``.

``script/prove`` clears it in Chromium; ``script/test`` presses the same through Django's test client.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from community.services import hosting
from community.services.removals import ask_removal
from desk import newsletters, week
from opportunities.models import OpportunityState
from opportunities.services.scoping import ask_for_help
from tests.browser.surfer import Surfer
from tests.browser.windows import sign_in
from tests.community.test_hosting import ROOM
from tests.desk.test_desk import waiting_offer
from tests.desk.test_week import closing_challenge, planned, stuck_mail
from tests.factories import community_events
from tests.factories.community_consultations import (
    ConsultationFactory,
    QuestionFactory,
    answered,
    closed,
)
from tests.factories.community_notes import (
    ActionFactory,
    AttendanceFactory,
    HeldMeetingFactory,
    publish,
)
from tests.factories.matching import ChallengeFactory, lead_of, match, person
from tests.factories.opportunities import ChallengeFactory as DraftFactory
from tests.factories.profiles import MembershipFactory, OrganisationFactory, UserFactory
from tests.journeys.reader import Reader
from tests.support import proof
from tests.support.clicks import Counted, Effort

pytestmark = pytest.mark.browser

MOST_CLICKS = 3
HANDBOOK = settings.BASE_DIR / "docs" / "editors.md"


@pytest.fixture
def busy(forum):
    """A week with a bit of everything."""
    cache.clear()
    for number in range(3):
        waiting_offer(MembershipFactory().user, title=f"Offer {number}")
    for number in range(2):
        community_events.waiting(
            title=f"Evening {number}",
            starts=community_events.at(community_events.ahead(number + 5), 18),
            ends=community_events.at(community_events.ahead(number + 5), 20),
        )
    MembershipFactory(organisation=OrganisationFactory(state="unverified", name="New group"))
    MembershipFactory(organisation=OrganisationFactory(state="unverified", name="Other group"))
    for _ in range(4):
        stuck_mail()
    for _ in range(2):
        closing_challenge()
    lead = MembershipFactory()
    draft = DraftFactory(live=False, title="A draft of ours", organisation=lead.organisation)
    ask_for_help(draft, by=lead.user, question="Is it too big?")
    long_open = ChallengeFactory(title="Where do buses wait?", asks={"Mapping": 2})
    lead_of(long_open.organisation)
    OpportunityState.objects.filter(opportunity_id=long_open.pk).update(
        published_at=timezone.now() - timedelta(days=10)
    )
    match(long_open, person=person(holds={"Mapping": 3}))
    held = HeldMeetingFactory(days=-60)
    publish(held, "Priya Rao told us about trees.")
    there = AttendanceFactory(meeting=held, named=True, user=UserFactory())
    for number in range(3):
        ActionFactory(
            meeting=held,
            text=f"Ring about tree {number}",
            due=timezone.localdate() - timedelta(days=9),
            owners=[there],
        )
    ask_removal(held, by=there.user, name="Priya Rao")
    planned(place="Council House")
    host = MembershipFactory(organisation=OrganisationFactory(name="Severn Housing"))
    hosting.offer_to_host(host.organisation, by=host.user, **ROOM)
    asked = ConsultationFactory(open=True, title="What next?")
    question = QuestionFactory(consultation=asked)
    answered(asked, texts={question.pk: "More on rivers."}, consent="unnamed")
    closed(asked)
    newsletters.draft(by=forum)


@pytest.fixture
def volunteer(forum, new_page) -> Counted:
    """The custodian, with an hour."""
    if proof.in_full():
        page = new_page()
        sign_in(page, forum)
        return Counted(Surfer("the custodian", page))
    reader = Reader("the custodian")
    reader.client.force_login(forum)
    return Counted(reader)


def approve_an_offer(one: Counted, title: str) -> None:
    one.follow(title)
    one.press("Decide")


def publish_an_event(one: Counted, title: str) -> None:
    one.follow(title)
    one.press("Publish")


def confirm_an_organisation(one: Counted, _title: str) -> None:
    one.follow("Confirm")
    one.press("Confirm it")


def try_all_mails(one: Counted, _title: str) -> None:
    one.press("Try all of them again")


def take_on_a_draft(one: Counted, title: str) -> None:
    one.follow(f"Read and take on: {title}")
    one.press("I help with this")


def introduce(one: Counted, title: str) -> None:
    one.follow(f"See who fits: {title}")
    one.follow("Ask for an introduction")
    one.press("Ask for an introduction")


def chase(one: Counted, title: str) -> None:
    one.follow(f"Chase: {title}")
    one.press("Take this step")


def answer_a_host(one: Counted, title: str) -> None:
    one.follow(f"Read and answer: {title}")
    one.choose("Accept it")
    one.press("Answer")


def write_a_first_item(one: Counted, _title: str) -> None:
    one.follow("Write its first item")
    one.fill("What is it about?", "Trees along the new tram line")
    one.press("Add it")


def announce(one: Counted, title: str) -> None:
    one.follow("Look and announce")
    one.press("Announce it")


def let_it_end(one: Counted, title: str) -> None:
    one.press("Let it end")


def take_a_name_out(one: Counted, _title: str) -> None:
    one.follow("Take a name out")
    one.choose("Priya Rao")
    one.press("Take the name out, and tell them")


def read_texts(one: Counted, title: str) -> None:
    one.follow(f"Read them: {title}")
    one.press("Show")


def report(one: Counted, title: str) -> None:
    one.follow(f"Write the report: {title}")
    one.fill("Introduction", "One person answered. We follow what they say about rivers.")
    one.press("Save")
    one.press("Publish the report")


def send_the_newsletter(one: Counted, _title: str) -> None:
    one.follow("Read and send")
    one.press("Send it")


WEEK = (
    ("Mails that failed", try_all_mails, ["all"]),
    ("An offer to approve", approve_an_offer, [f"Offer {n}" for n in range(3)]),
    ("An event to approve", publish_an_event, ["Evening 0", "Evening 1"]),
    ("An organisation to confirm", confirm_an_organisation, ["", ""]),
    ("Help wanted with a draft", take_on_a_draft, ["A draft of ours"]),
    ("Somebody to introduce", introduce, ["Where do buses wait?"]),
    ("An overdue action", chase, [f"Ring about tree {n}" for n in range(3)]),
    ("An offer to host", answer_a_host, ["Severn Housing"]),
    ("A gap of the next meeting: its agenda", write_a_first_item, [""]),
    ("A meeting to announce", announce, [""]),
    ("Something that ends within a fortnight", let_it_end, ["", ""]),
    ("A name to take out of notes", take_a_name_out, [""]),
    ("A text of a consultation to read", read_texts, ["What next?"]),
    ("A report of a consultation", report, ["What next?"]),
    ("The newsletter", send_the_newsletter, [""]),
)


def test_a_busy_week_is_cleared_and_counted(busy, forum, volunteer, capsys):
    things = week.week_of(forum).total
    volunteer.visitor.open("/desk/")
    volunteer.begin("Reading the page")
    volunteer.effort.read_words = volunteer._words()

    for kind, act, titles in WEEK:
        for title in titles:
            volunteer.begin(kind)
            act(volunteer, title)
            cache.clear()
            volunteer.back_to("/desk/")

    volunteer.visitor.reads("Nothing waits for a custodian.")
    rows, hands, eyes = table(volunteer), *minutes(volunteer)
    with capsys.disabled():
        print(
            "",
            *rows,
            f"{things} things: {hands:.1f} minutes of hands, {eyes:.1f} of eyes",
            sep="\n",
        )
    many = {
        kind for kind, efforts in volunteer.efforts.items() if most(efforts).clicks > MOST_CLICKS
    }
    assert many == {"A report of a consultation"}, "it is a text to write"
    said = HANDBOOK.read_text()
    assert [row for row in rows if row not in said] == []
    proof.record(
        "weekly page", things=things, minutes_of_hands=round(hands, 1), of_eyes=round(eyes, 1)
    )


def table(volunteer: Counted) -> list[str]:
    """A line for each kind of thing: how many, clicks and typed words for one."""
    return [
        f"| {kind} | {len(efforts)} | {most(efforts).clicks} | {most(efforts).typed_words} |"
        for kind, efforts in volunteer.efforts.items()
    ]


def most(efforts: list[Effort]) -> Effort:
    """The one that took most."""
    return max(efforts, key=lambda one: one.clicks)


def minutes(volunteer: Counted) -> tuple[float, float]:
    """Of the hands, and of the eyes."""
    every = [one for efforts in volunteer.efforts.values() for one in efforts]
    return sum(one.hands for one in every) / 60, sum(one.eyes for one in every) / 60
