"""Calendars and feeds: read by a program of others, and line by line against the standards."""

import datetime
import re
import xml.etree.ElementTree as ET

import icalendar
import pytest

from community.calendars import Entry, calendar, escaped, folded
from community.clock import BIRMINGHAM
from tests.factories import community_events as make

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = {
    "UID",
    "DTSTAMP",
    "SEQUENCE",
    "SUMMARY",
    "STATUS",
    "LAST-MODIFIED",
    "DESCRIPTION",
    "LOCATION",
    "URL",
}
NAME = re.compile(r"[A-Z0-9-]+")


def entry(**changes) -> Entry:
    return Entry(
        **{
            "uid": "1@x.example",
            "sequence": 0,
            "title": "Bus data",
            "starts": make.at(datetime.date(2026, 7, 1), 18),
            "ends": make.at(datetime.date(2026, 7, 1), 20),
            "where": "Signal Box; Coventry, upstairs",
            "text": "One\ntwo \\ three",
            "path": "/events/bus/",
            "stamp": datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC),
            **changes,
        }
    )


def checked(text: str) -> list[str]:
    """The unfolded lines of a calendar, after RFC 5545's rules of lines were asked of each."""
    assert text.endswith("END:VCALENDAR\r\n")
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", text), "lines end with CRLF and nothing else"
    physical = text.split("\r\n")[:-1]
    for line in physical:
        assert line, "no empty line"
        assert len(line.encode()) <= 75, line
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line)
    lines: list[str] = []
    for line in physical:
        if line[0] in " \t":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    open_parts: list[str] = []
    seen: list[dict[str, int]] = []
    for line in lines:
        head, colon, value = line.partition(":")
        assert colon, line
        name, *params = head.split(";")
        assert NAME.fullmatch(name), line
        assert all("=" in param for param in params), line
        if name == "BEGIN":
            open_parts.append(value)
            seen.append({})
        elif name == "END":
            assert open_parts.pop() == value
            props = seen.pop()
            if value == "VEVENT":
                assert {"UID", "DTSTAMP", "DTSTART"} <= set(props)
                assert all(props[one] == 1 for one in props if one in ONCE | {"DTSTART", "DTEND"})
        else:
            seen[-1][name] = seen[-1].get(name, 0) + 1
        if name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), line
            assert not re.search(r"\\(?![\\;,nN])(?<!\\\\)", value.replace("\\\\", "")), line
        if name in ("DTSTAMP", "LAST-MODIFIED"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", value)
        if name in ("DTSTART", "DTEND") and params:
            assert params == ["TZID=Europe/London"]
    assert not open_parts
    return lines


def text_of(name: str, entries: list[Entry]) -> str:
    return calendar(name, entries).decode()


def parsed(text: str):
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def test_an_entry_is_read_as_it_was_meant():
    text = text_of("Events, all; of them", [entry()])
    checked(text)
    event = parsed(text)[0]

    assert str(event["SUMMARY"]) == "Bus data"
    assert str(event["LOCATION"]) == "Signal Box; Coventry, upstairs"
    assert str(event["DESCRIPTION"]).startswith("One\ntwo \\ three\nhttp")
    assert event["DTSTART"].dt.astimezone(datetime.UTC).hour == 17
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert str(event["STATUS"]) == "CONFIRMED"


def test_called_off_is_said_to_programs():
    lines = checked(text_of("x", [entry(called_off=True, sequence=3)]))

    assert "STATUS:CANCELLED" in lines
    assert "SEQUENCE:3" in lines
    assert "SUMMARY:Called off: Bus data" in lines


@pytest.mark.parametrize(
    "title",
    [
        "x" * 1000,
        "é" * 500,
        "𝔘" * 300,
        "a\r\nEND:VEVENT\r\nBEGIN:VEVENT",
        "semi;colon,comma\\back:colon",
        "tab\tand bell\x07",
        "line\u2028separator\x85next",
        "",
    ],
)
def test_no_title_breaks_out_of_its_line(title):
    text = text_of("x", [entry(title=title), entry(uid="2@x.example")])
    checked(text)

    assert len(parsed(text)) == 2


def test_the_zone_says_the_same_as_the_clocks_of_birmingham():
    """Its rules, worked out by icalendar, agree with the database of zones for ten years."""
    text = text_of("x", [])
    zone = icalendar.Calendar.from_ical(text).walk("VTIMEZONE")[0].to_tz()
    for year in range(2020, 2030):
        for month in range(1, 13):
            for day in (1, 15, 24):
                moment = datetime.datetime(year, month, day, 12)
                here = moment.replace(tzinfo=BIRMINGHAM).utcoffset()
                assert moment.replace(tzinfo=zone).utcoffset() == here, moment


def test_the_hour_that_comes_twice_is_said_in_utc():
    twice = datetime.datetime(2026, 10, 25, 1, 30, tzinfo=BIRMINGHAM, fold=1)
    lines = checked(text_of("x", [entry(starts=twice, ends=twice + datetime.timedelta(hours=1))]))

    assert "DTSTART:20261025T013000Z" in lines
    assert "DTEND;TZID=Europe/London:20261025T023000" in lines


def test_folding_never_cuts_a_letter():
    pieces = list(folded("ab" + "€" * 100))

    assert (
        "".join(piece if n == 0 else piece[1:] for n, piece in enumerate(pieces))
        == "ab" + "€" * 100
    )
    assert max(len(piece.encode()) for piece in pieces) <= 75
    assert escaped("a;b") == "a\\;b"


@pytest.mark.django_db
def test_the_feed_follows_the_filters_and_is_the_same_each_time(client):
    make.EventFactory(title="In Coventry")
    make.EventFactory(title="Online", mode="online", place="")
    make.EventFactory(
        title="Over",
        starts=make.at(datetime.date(2020, 1, 1), 9),
        ends=make.at(datetime.date(2020, 1, 1), 10),
    )

    first = client.get("/events/calendar.ics")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    checked(first.content.decode())
    assert {str(one["SUMMARY"]) for one in parsed(first.content)} == {"In Coventry", "Online"}
    assert client.get("/events/calendar.ics").content == first.content
    online = client.get("/events/calendar.ics?mode=online")
    assert [str(one["SUMMARY"]) for one in parsed(online.content)] == ["Online"]


@pytest.mark.django_db
def test_one_event_is_a_calendar_with_its_name_for_ever(client):
    event = make.published()
    lines = checked(client.get(f"{event.get_absolute_url()}calendar.ics").content.decode())

    assert f"UID:{event.state.uid}" in lines
    assert any(line.startswith("DTSTAMP:") and line.endswith("Z") for line in lines)


@pytest.mark.django_db
def test_the_atom_feed_keeps_to_rfc_4287(client):
    event = make.EventFactory(title="Tea & <data>")
    response = client.get("/events/feed.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)

    assert feed.tag == f"{ATOM}feed"
    for parent, names in (
        (feed, ("id", "title", "updated")),
        (feed.find(f"{ATOM}entry"), ("id", "title", "updated")),
    ):
        for name in names:
            found = parent.findall(f"{ATOM}{name}")
            assert len(found) == 1, name
            assert (found[0].text or "").strip()
    one = feed.find(f"{ATOM}entry")
    assert one.find(f"{ATOM}title").text == "Tea & <data>"
    assert one.find(f"{ATOM}id").text.endswith(event.get_absolute_url())
    for moment in feed.iter(f"{ATOM}updated"):
        assert datetime.datetime.fromisoformat(moment.text).tzinfo is not None
    assert (
        one.find(f"{ATOM}author/{ATOM}name") is not None
        or feed.find(f"{ATOM}author/{ATOM}name") is not None
    )
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} >= {"self", "alternate"}
    assert feed.findall(f"{ATOM}link")[0].get("href", "").startswith("http")
