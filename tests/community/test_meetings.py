"""Meetings as records: made, changed, announced, called off; who sees which."""

import datetime

import pytest
from django.utils import timezone

from common.states import IllegalMove
from community import signals
from community.forms.meetings import MeetingForm
from community.models import Meeting
from community.services.meetings import (
    BadTimes,
    announce_meeting,
    call_off_meeting,
    change_meeting,
    make_meeting,
)
from tests.factories.community_meetings import MeetingFactory, SeriesFactory
from tests.factories.profiles import CustodianFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

GOOD = {
    "day": "2026-12-09", "from_time": "10:30", "to_time": "11:55", "mode": "hybrid",
    "place": "The Lock Works",
}  # fmt: skip


@pytest.fixture
def custodian():
    return CustodianFactory()


def soon(days: int = 10) -> datetime.datetime:
    return timezone.now().replace(microsecond=0) + datetime.timedelta(days=days)


def test_a_meeting_is_named_after_its_day_and_a_second_one_that_day_has_a_number(custodian):
    series, starts = SeriesFactory(), datetime.datetime(2026, 12, 9, 10, 30, tzinfo=datetime.UTC)
    hour = datetime.timedelta(hours=1)

    one, two = (
        make_meeting(series, by=custodian, starts=at, ends=at + hour, place="Here")
        for at in (starts, starts + 3 * hour)
    )

    assert one.title == "Meeting of 9 December 2026"
    assert (one.get_absolute_url(), two.get_absolute_url()) == (
        "/meetings/2026/12/09/",
        "/meetings/2026/12/09/2/",
    )


def test_a_meeting_that_ends_before_it_starts_is_refused(custodian):
    starts = soon()

    with pytest.raises(BadTimes, match="ends before it starts"):
        make_meeting(SeriesFactory(), by=custodian, starts=starts, ends=starts, place="Here")


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"to_time": "09:00"}, "to_time", "It ends before it starts. Check both times."),
        ({"to_time": "10:30"}, "to_time", "It ends before it starts. Check both times."),
        ({"mode": "in_person", "place": ""}, "place", "Say where it is, or that it is online."),
        ({"day": "2027-03-28", "from_time": "01:30"}, "from_time", "clocks go forward"),
        ({"day": "soon"}, "day", "Enter a date"),
        ({"from_time": "half ten"}, "from_time", "Enter a time such as 10:30."),
    ],
)
def test_what_cannot_be_is_refused_in_words(typed, field, said):
    form = MeetingForm({**GOOD, **typed})

    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert said in form.errors[field][0]


def test_a_meeting_across_the_clock_change_is_as_long_as_it_is():
    form = MeetingForm({**GOOD, "day": "2026-10-25", "from_time": "0.30", "to_time": "02:30"})

    assert form.is_valid(), form.errors
    values = form.values()
    assert values["ends"].astimezone(datetime.UTC) - values["starts"].astimezone(
        datetime.UTC
    ) == datetime.timedelta(hours=3)


def test_a_meeting_on_another_day_has_another_address_and_the_old_one_leads_there(
    client, custodian
):
    meeting = MeetingFactory(starts=soon(20))
    old = meeting.get_absolute_url()

    moved = change_meeting(
        meeting, by=custodian, starts=soon(30), ends=soon(30) + datetime.timedelta(hours=1)
    )

    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, moved.get_absolute_url())
    assert moved.sequence == 1


def test_words_that_no_calendar_shows_leave_the_version_alone(custodian):
    meeting = MeetingFactory()

    changed = change_meeting(meeting, by=custodian, ways="Step-free from the tram.")

    assert (changed.sequence, changed.changed_at) == (0, meeting.changed_at)


def test_announcing_needs_a_place_and_happens_once(custodian):
    meeting = MeetingFactory(draft=True, place="", mode="hybrid")
    with pytest.raises(IllegalMove, match="Say where it is"):
        announce_meeting(meeting, by=custodian)
    heard = []
    signals.meeting_announced.connect(lambda **said: heard.append(said["meeting_id"]), weak=False)
    change_meeting(meeting, by=custodian, place="Here")

    announce_meeting(meeting, by=custodian)
    announce_meeting(meeting, by=custodian)

    assert heard == [meeting.pk]


def test_calling_off_says_so_once_and_not_of_what_is_over(custodian):
    heard = []

    def hear(**said):
        heard.append(said["meeting_id"])

    signals.meeting_called_off.connect(hear)
    meeting = MeetingFactory()

    call_off_meeting(meeting, by=custodian, why="Snow.")
    call_off_meeting(meeting, by=custodian, why="More snow.")

    assert heard == [meeting.pk]
    assert Meeting.objects.get(pk=meeting.pk).called_off_why == "Snow."
    with pytest.raises(IllegalMove, match="It is over"):
        call_off_meeting(MeetingFactory(over=True), by=custodian, why="Late.")
    with pytest.raises(IllegalMove, match="Make a new meeting"):
        change_meeting(meeting, by=custodian, title="On again")


def test_a_draft_is_seen_by_custodians_only(client, custodian):
    meeting = MeetingFactory(draft=True)
    paths = [meeting.get_absolute_url() + end for end in ("", "pack/", "calendar.ics")]

    assert {client.get(path).status_code for path in paths} == {404}
    assert meeting.title not in client.get("/meetings/").content.decode()
    assert meeting.uid not in client.get("/meetings/calendar.ics").content.decode()
    assert meeting.title not in client.get("/meetings/feed.atom").content.decode()
    client.force_login(custodian)
    assert {client.get(path).status_code for path in paths} == {200}


@pytest.mark.parametrize(
    "path", ["/meetings/2026/13/01/", "/meetings/0000/01/01/", "/meetings/2026/02/30/pack/",
             "/meetings/2026/1/1/", "/meetings/2026/01/01/999/", "/meetings/papers/99999999999999999999/"]
)  # fmt: skip
def test_days_that_are_none_are_not_found(client, path):
    assert client.get(path).status_code == 404
