"""Calendar files, the feed and what search engines read: sound, and the same for the same record."""

import datetime
import json
import re
import xml.etree.ElementTree as ET

import pytest
from icalendar import Calendar

from community.services.meetings import call_off_meeting, change_meeting
from tests.factories.community_meetings import MeetingFactory
from tests.factories.profiles import CustodianFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ATOM = "{http://www.w3.org/2005/Atom}"
SUMMER = datetime.datetime(2026, 7, 15, 9, 30, tzinfo=datetime.UTC)


def entries(client, path: str = "/meetings/calendar.ics"):
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def test_an_entry_says_birminghams_time_with_its_rules(client):
    meeting = MeetingFactory(starts=SUMMER, mode="hybrid")

    found = entries(client, f"{meeting.get_absolute_url()}calendar.ics")

    event = found.walk("VEVENT")[0]
    assert str(event["UID"]) == meeting.uid
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event["DTSTART"].dt.isoformat() == "2026-07-15T10:30:00+01:00"
    assert str(event["LOCATION"]) == "The Exchange, Birmingham, and online"
    assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == ["Europe/London"]


def test_the_same_record_gives_the_same_bytes(client):
    MeetingFactory.create_batch(3)

    assert client.get("/meetings/calendar.ics").content == (
        client.get("/meetings/calendar.ics").content
    )
    assert client.get("/meetings/feed.atom").content == client.get("/meetings/feed.atom").content


def test_a_change_raises_the_version_and_calling_off_cancels(client):
    custodian, meeting = CustodianFactory(), MeetingFactory()

    change_meeting(meeting, by=custodian, place="The Lock Works")
    call_off_meeting(meeting, by=custodian, why="Snow.")

    event = entries(client).walk("VEVENT")[0]
    assert (str(event["UID"]), event["SEQUENCE"]) == (meeting.uid, 2)
    assert str(event["STATUS"]) == "CANCELLED"


def test_no_line_of_a_calendar_is_too_long_or_breaks_out(client):
    MeetingFactory(title="Ümlaut; commas, and \\ " + "long " * 20, summary="x" * 200)

    content = client.get("/meetings/calendar.ics").content

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    assert entries(client).walk("VEVENT")[0]["SUMMARY"].startswith("Ümlaut; commas, and \\ long")


def test_an_empty_calendar_and_an_empty_feed_are_sound(client):
    assert entries(client).walk("VEVENT") == []
    assert ET.fromstring(client.get("/meetings/feed.atom").content).findall(f"{ATOM}entry") == []


def test_the_feed_names_each_meeting_with_a_lasting_identity(client):
    meeting = MeetingFactory(starts=SUMMER, summary="Trees & trams.")

    feed = ET.fromstring(client.get("/meetings/feed.atom").content)

    entry = feed.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == meeting.title
    assert entry.find(f"{ATOM}id").text.endswith(f"/meetings/#{meeting.uid}")
    assert "Wednesday 15 July 2026, 10:30 to" in entry.find(f"{ATOM}summary").text
    assert "Trees & trams." in entry.find(f"{ATOM}summary").text


def test_search_engines_read_an_event(client):
    meeting = MeetingFactory(starts=SUMMER, mode="online", title="</script><b>")

    page = client.get(meeting.get_absolute_url()).content.decode()

    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S).group(1)
    said = json.loads(text)
    assert (said["@type"], said["name"]) == ("Event", "</script><b>")
    assert said["startDate"] == "2026-07-15T10:30:00+01:00"
    assert said["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")
    assert said["location"]["@type"] == "VirtualLocation"
