"""Fliers and calendar files as people and programs write them, and as nobody should."""

import contextlib
import datetime
import time
from pathlib import Path

import icalendar
import pytest

from community.clock import NoSuchTime, moment, span
from community.intake import Unreadable, read, read_calendar, read_flier
from community.intake.calendar_files import MOST_BYTES, decoded

TODAY = datetime.date(2026, 11, 23)
SAMPLES = sorted(
    (Path(icalendar.__file__).parent / "tests" / "calendars").glob("*.*cal*")
) + sorted((Path(icalendar.__file__).parent / "tests" / "calendars").glob("*.ics"))
FLIER = """Transport data: what's on

Bus data hack night
Thursday 3 December 2026, 6pm to 9pm
Signal Box, Coventry
Bring a laptop. https://tickets.example/bus

Step-free stops: what we counted
When: Tue 8th Dec, 10.30-11.55
Where: Holloway Bank College, Dudley
Free, but book.

15 December: Timetables for beginners, Library of Birmingham, 6-8pm
2027-01-12 12:00 - 13:00 Lunch talk: cycling counters (online)

Open transport data surgery
January 20, 2027

Something that was
20/01/2020, 10am
"""


def entry(*lines: str, uid: str = "1@x") -> str:
    said = "\r\n".join(lines)
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\n{said}\r\nEND:VEVENT\r\n"


def file_of(*entries: str) -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{''.join(entries)}END:VCALENDAR\r\n"


def days(reading) -> list[str]:
    return [row.day.isoformat() for row in reading.found]


# Fliers ----------------------------------------------------------------------------------------


def test_a_flier_of_transport_events_is_read():
    reading = read_flier(FLIER, today=TODAY)

    assert [(row.title, row.day.isoformat(), row.place) for row in reading.found] == [
        ("Bus data hack night", "2026-12-03", "Signal Box, Coventry"),
        ("Step-free stops: what we counted", "2026-12-08", "Holloway Bank College, Dudley"),
        ("Timetables for beginners, Library of Birmingham", "2026-12-15", ""),
        ("Lunch talk: cycling counters (online)", "2027-01-12", ""),
        ("Open transport data surgery", "2027-01-20", ""),
    ]
    assert [str(row.begins)[:5] for row in reading.found] == [
        "18:00",
        "10:30",
        "18:00",
        "12:00",
        "None",
    ]
    assert [str(row.finishes)[:5] for row in reading.found] == [
        "21:00",
        "11:55",
        "20:00",
        "13:00",
        "None",
    ]
    assert reading.found[0].link == "https://tickets.example/bus"
    assert reading.found[3].online
    assert reading.found[4].notes[0] == "No time was found. Give it."
    assert len(reading.notes) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "No date with a title"),
        ("Come and see us soon", "No date with a title"),
        ("Old\n1 January 2020, 10am", "has passed"),
        ("31 February 2027: Nothing", "No date with a title"),
        ("x" * 60_001, "Paste it in parts"),
    ],
)
def test_a_text_without_events_is_refused_in_words(text, words):
    with pytest.raises(Unreadable, match=words):
        read_flier(text, today=TODAY)


def test_a_long_or_hostile_flier_is_read_quickly():
    started = time.monotonic()
    for text in (
        "1 Dec " * 9_000,
        "9-" * 29_000,
        "(" * 30_000 + "1 December 10am " + ")" * 29_000,
        "10am to " * 7_000,
        " \n" * 29_000 + "3 December: x",
        "\u202e<script>\x00" * 4_000,
    ):
        with contextlib.suppress(Unreadable):
            read_flier(text, today=TODAY)
    assert time.monotonic() - started < 10


# Calendar files --------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("today", [TODAY, datetime.date(2000, 1, 1)])
def test_no_sample_of_the_icalendar_package_breaks_anything(path, today):
    try:
        reading = read_calendar(decoded(path.read_bytes()), today=today)
    except Unreadable:
        return
    assert reading.found
    for row in reading.found:
        assert row.title
        assert row.day >= today or (row.last_day and row.last_day >= today)


def test_there_are_samples():
    assert len(SAMPLES) > 50


def test_times_of_other_zones_are_birminghams():
    reading = read_calendar(
        file_of(
            entry("SUMMARY:UTC", "DTSTART:20270701T170000Z", "DTEND:20270701T190000Z"),
            entry("SUMMARY:Berlin", "DTSTART;TZID=Europe/Berlin:20270702T180000", "DURATION:PT2H"),
            entry("SUMMARY:Floating", "DTSTART:20270703T180000"),
            entry("SUMMARY:Nowhere", "DTSTART;TZID=Mars/Olympus:20270704T180000"),
            entry("SUMMARY:Whole day", "DTSTART;VALUE=DATE:20270705", "DTEND;VALUE=DATE:20270707"),
        ),
        today=TODAY,
    )

    assert [str(row.begins)[:5] for row in reading.found] == [
        "18:00",
        "17:00",
        "18:00",
        "18:00",
        "None",
    ]
    assert [str(row.finishes)[:5] for row in reading.found] == [
        "20:00",
        "19:00",
        "19:00",
        "19:00",
        "None",
    ]
    assert reading.found[3].notes[-1].startswith("Its time zone is not known")
    assert reading.found[4].last_day == datetime.date(2027, 7, 6)


def test_a_rule_without_end_is_cut_after_a_year_and_says_so():
    weekly = entry("SUMMARY:Clinic", "DTSTART:20200106T180000", "RRULE:FREQ=WEEKLY;BYDAY=MO,TH")
    reading = read_calendar(file_of(weekly), today=TODAY)

    assert len(reading.found) == 40
    assert reading.found[0].day == TODAY
    assert "12 months" in reading.found[0].notes[-1]
    assert reading.notes == [
        "60 dates were found. The first 40 are shown; send the rest afterwards."
    ]


def test_rules_are_worked_out():
    reading = read_calendar(
        file_of(
            entry(
                "SUMMARY:Third Tuesday",
                "DTSTART:20261117T180000",
                "RRULE:FREQ=MONTHLY;BYDAY=3TU;COUNT=4",
                "EXDATE:20261215T180000",
            ),
            entry(
                "SUMMARY:Last Friday",
                "DTSTART:20261127T120000",
                "RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270101",
                uid="2@x",
            ),
            entry(
                "SUMMARY:Every other day",
                "DTSTART:20261124T090000",
                "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2",
                uid="3@x",
            ),
            entry(
                "SUMMARY:Yearly", "DTSTART:20200229T090000", "RRULE:FREQ=YEARLY;COUNT=2", uid="4@x"
            ),
        ),
        today=TODAY,
    )

    assert days(reading) == [
        *("2026-11-24", "2026-11-26", "2026-11-27", "2026-12-25", "2027-01-19", "2027-02-16"),
    ]
    assert reading.notes == ["1 over already, so left out."]


def test_a_moved_date_of_a_series_stands_for_itself():
    reading = read_calendar(
        file_of(
            entry("SUMMARY:Clinic", "DTSTART:20261201T180000", "RRULE:FREQ=WEEKLY;COUNT=2"),
            entry(
                "SUMMARY:Clinic, moved", "RECURRENCE-ID:20261208T180000", "DTSTART:20261209T190000"
            ),
        ),
        today=TODAY,
    )

    assert [(row.title, row.day.isoformat()) for row in reading.found] == [
        ("Clinic", "2026-12-01"),
        ("Clinic, moved", "2026-12-09"),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;INTERVAL=100000",
        "FREQ=WEEKLY;BYSETPOS=-1;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=DAILY;COUNT=99999999999",
        "FREQ=NEVER",
        "INTERVAL=0;FREQ=DAILY",
    ],
)
def test_odd_rules_take_no_time(rule):
    text = file_of(
        *(
            entry("SUMMARY:Odd", "DTSTART:20010101T180000", f"RRULE:{rule}", uid=f"{n}@x")
            for n in range(200)
        )
    )
    started = time.monotonic()
    with contextlib.suppress(Unreadable):
        read_calendar(text, today=TODAY)
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "no event in this file"),
        (b"\x00\x01\x02", "not text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not text"),
        (b"x" * (MOST_BYTES + 1), "600 kB or smaller"),
        (file_of().encode(), "no event in this file"),
        (file_of(entry("SUMMARY:x")).encode(), "without a date"),
        (file_of(entry("DTSTART:20270101T100000")).encode(), "without a title"),
        (
            file_of(entry("SUMMARY:x", "DTSTART:99999999T999999")).encode(),
            "could not be read|without a date",
        ),
        (
            file_of(entry("SUMMARY:x", "DTSTART:00010101T000000Z")).encode(),
            "reaches|could not be read",
        ),
        (
            file_of(entry("SUMMARY:x", "DTSTART:20270101T100000", "STATUS:CANCELLED")).encode(),
            "called off",
        ),
        (("BEGIN:X\r\n" * 20_000 + entry("SUMMARY:x")).encode(), "too deep"),
    ],
)
def test_odd_files_are_refused_in_words(raw, words):
    with pytest.raises(Unreadable, match=words):
        read_calendar(decoded(raw), today=TODAY)


def test_fifty_thousand_events_are_refused_before_they_are_read():
    text = file_of(*("BEGIN:VEVENT\r\nEND:VEVENT\r\n" for _ in range(50_000)))
    with pytest.raises(Unreadable, match="600 kB"):
        read_calendar(text, today=TODAY)

    short = file_of(*("BEGIN:VEVENT\nEND:VEVENT\n" for _ in range(20_000)))
    with pytest.raises(Unreadable, match=r"holds 20,000 events. At most 1,000"):
        read_calendar(short, today=TODAY)


def test_huge_fields_are_cut_and_scripts_stay_text():
    hostile = entry(
        "SUMMARY:" + "A" * 100_000,
        "DTSTART:20270101T100000",
        "DESCRIPTION:<script>alert(1)</script>" + "B" * 100_000,
        "LOCATION:javascript:alert(1)",
        "URL:javascript:alert(1)",
    )
    row = read_calendar(file_of(hostile), today=TODAY).found[0]

    assert len(row.title) == 160
    assert len(row.description) == 8000
    assert row.link == ""


def test_one_broken_entry_does_not_spoil_the_others():
    text = file_of(
        entry("SUMMARY:Good", "DTSTART:20270101T100000"),
        "BEGIN:VEVENT\r\nSUMMARY:No end\r\nBAD LINE WITHOUT COLON\r\nDTSTART:rubbish\r\nEND:VEVENT\r\n",
    )
    reading = read(text, today=TODAY)

    assert [row.title for row in reading.found] == ["Good"]
    assert len(reading.notes) == 1


# Clocks ----------------------------------------------------------------------------------------


def test_the_hour_left_out_in_march_is_refused_in_words():
    with pytest.raises(
        NoSuchTime, match=r"On 28 March 2027 the clocks go forward .* 01:30 does not exist"
    ):
        moment(datetime.date(2027, 3, 28), datetime.time(1, 30))


def test_the_hour_that_comes_twice_is_the_first_unless_the_end_needs_the_second():
    day = datetime.date(2026, 10, 25)
    starts, ends = span(day, datetime.time(1, 30), day, datetime.time(1, 15))
    assert ends - starts == datetime.timedelta(minutes=45)

    starts, ends = span(day, datetime.time(0, 30), day, datetime.time(2, 30))
    assert ends - starts == datetime.timedelta(hours=3)


def test_over_the_night_of_the_change_in_march_an_hour_is_missing():
    first, last = datetime.date(2027, 3, 27), datetime.date(2027, 3, 28)
    starts, ends = span(first, datetime.time(22), last, datetime.time(6))
    assert ends - starts == datetime.timedelta(hours=7)


def test_what_ends_before_it_starts_is_refused_in_words():
    with pytest.raises(ValueError, match="ends before it starts"):
        span(TODAY, datetime.time(18), TODAY, datetime.time(17))
