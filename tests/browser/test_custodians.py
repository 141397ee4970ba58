"""What ``docs/editors.md`` teaches, done in Chromium by somebody who only reads and presses; what came of
it read by a stranger without JavaScript.

``script/test`` has the long desks of the meeting and the consultation walked through Django's test client,
page by page the same; ``script/prove`` walks them in Chromium too.
"""

import datetime
from datetime import timedelta

import pytest
from django.utils import timezone

from community import guest_links
from tests.browser.surfer import Surfer
from tests.factories.community_bookings import announced
from tests.factories.community_consultations import closed
from tests.factories.profiles import UserFactory
from tests.journeys.custodians import consultation, event, lunch, meeting
from tests.journeys.reader import Reader
from tests.journeys.story import worker_runs
from tests.support import proof

pytestmark = pytest.mark.browser

PHONE = (360, 740)


@pytest.fixture(autouse=True)
def worker(arrive):
    """What is due at the end is done, before anybody asks whether something was forgotten."""
    yield
    worker_runs()


@pytest.fixture
def custodian(arrive, forum) -> Surfer:
    """The custodian at a desktop screen, with JavaScript."""
    return arrive(forum, javascript=True)


@pytest.fixture
def long_desk(arrive, forum):
    """The same person for a long walk."""
    if proof.in_full():
        return arrive(forum, javascript=True)
    reader = Reader("the custodian")
    reader.client.force_login(forum)
    return reader


def in_ten_days() -> datetime.date:
    return timezone.localdate() + timedelta(days=10)


def test_an_event_that_somebody_drafted_is_published(arrive, custodian):
    author, stranger = arrive(UserFactory(name="Nessa Bright")), arrive(None, size=PHONE)

    event.tells_of_it(author, in_ten_days())
    event.publishes_it(custodian)

    stranger.open("/events/")
    stranger.follow(event.TITLE)
    stranger.reads("Signal Box, Wolverhampton", "18:00", "Add it to your calendar")
    custodian.open("/desk/")
    assert event.TITLE not in custodian.words


def test_a_meeting_is_held_from_agenda_to_agreed_notes(arrive, long_desk, settings, tmp_path):
    settings.PERSONAL_FILES_ROOT = tmp_path / "personal"
    stranger = arrive(None)

    meeting.begins_a_series(long_desk)
    first = meeting.makes_a_meeting(long_desk, in_ten_days(), place="The Exchange, Birmingham")
    meeting.builds_its_agenda(long_desk)
    meeting.announces_it(long_desk, first)
    stranger.open("/meetings/")
    stranger.follow(first.title)
    stranger.reads(
        "10:30", "Six events on transport data", "Slides on buses", "to the next meeting"
    )

    meeting.time_passes(40)
    first.refresh_from_db()
    long_desk.open(first.get_absolute_url())
    meeting.enters_who_was_there(long_desk)
    meeting.writes_the_notes(long_desk)
    stranger.open(first.get_absolute_url())
    assert meeting.DECISION not in stranger.words
    meeting.circulates_them(long_desk)
    stranger.open(first.get_absolute_url())
    stranger.reads("not agreed yet", "Priya Rao", "Aston Data Society", "positive talks")
    stranger.reads(meeting.DECISION, "PR to liaise", "all members")

    second = meeting.makes_a_meeting(
        long_desk, in_ten_days(), place="The Lock Works, Wolverhampton"
    )
    long_desk.press("Announce it")
    stranger.open(second.get_absolute_url())
    stranger.reads(meeting.POSTPONED, "PR to liaise about the burial data")
    meeting.time_passes(20)
    for one in (first, second):
        one.refresh_from_db()
    meeting.has_them_agreed(long_desk, first, second)
    stranger.open(first.get_absolute_url())
    stranger.reads("Agreed at", second.title)
    stranger.open("/meetings/actions/")
    stranger.reads("CP to circulate the one-page hack proposal")


def test_lunch_is_booked_the_caterers_sheet_printed_and_people_let_in(arrive, custodian):
    gathering = announced(title="Open data and health")
    member, guest = arrive(UserFactory(name="Sam Stone")), arrive(None, size=PHONE)
    closes = timezone.localtime(gathering.starts - timedelta(days=2))

    sheet = lunch.takes_bookings(custodian, gathering.title, closes)
    lunch.books(member, gathering.get_absolute_url())
    lunch.books_as_guest(guest, gathering.get_absolute_url())
    lunch.opens_the_caterers_sheet(custodian, sheet)
    printed = as_printed(custodian)
    assert all(words in printed for words in (lunch.LUNCH, "Vegan", lunch.ALLERGY, gathering.title))
    named = (
        *lunch.GUEST_NAME.split(),
        "Sam",
        "Stone",
        lunch.GUEST,
        "Hettie",
        "Print it",
        "Sign out",
    )
    assert [words for words in named if words in printed] == []
    lunch.lets_people_in(custodian, sheet, "Sam Stone")


def as_printed(surfer: Surfer) -> str:
    """The words that are on paper."""
    surfer.page.emulate_media(media="print")
    words = surfer.page.locator("body").inner_text()
    assert surfer.page.pdf().startswith(b"%PDF")
    surfer.page.emulate_media(media="screen")
    return words


def test_a_consultation_is_run_from_draft_to_report(arrive, long_desk, monkeypatch):
    monkeypatch.setattr(guest_links, "QUICKEST", 0)
    now = timezone.localtime()
    member, stranger = arrive(UserFactory()), arrive(None, size=PHONE)

    row = consultation.drafts_it(long_desk, now - timedelta(hours=1), now + timedelta(days=9))
    consultation.opens_it(long_desk)
    consultation.answers(member, row, consultation.GOOD)
    consultation.answers_without_an_account(stranger, row, consultation.BAD)
    row = closed(row)
    good, bad = row.responses.order_by("pk").values_list("pk", flat=True)
    consultation.reads_the_texts(long_desk, row, withheld=bad, shown=good)
    consultation.finds_the_themes(long_desk, row, good)
    consultation.reports(long_desk, row)

    stranger.open(row.get_absolute_url())
    stranger.follow("report")
    stranger.reads(consultation.DID, consultation.GOOD)
    assert consultation.BAD not in stranger.words
