"""Every feed and calendar with something odd in it, read by parsers that are not ours."""

import json
import re

import jsonschema
import pytest
from django.utils import timezone
from icalendar import Calendar

from desk import newsletters
from impact.models import Outcome
from mission.models import Node
from tests.factories.cms import NewsFactory
from tests.factories.community_consultations import ConsultationFactory
from tests.factories.community_events import EventFactory
from tests.factories.community_meetings import MeetingFactory
from tests.factories.opportunities import ChallengeFactory, JobFactory, PlacementFactory
from tests.factories.profiles import CustodianFactory
from tests.support.atom import atom_faults

pytestmark = pytest.mark.django_db

ODD = "Tea & <data>; “maps”, é ]]> 🚋"
ATOM = (
    "/news/feed.atom",
    "/events/feed.atom",
    "/meetings/feed.atom",
    "/consultations/feed.atom",
    "/opportunities/feed.atom",
    "/challenges/feed.atom",
    "/placements/feed.atom",
    "/jobs/feed.atom",
    "/organisations/feed.atom",
    "/newsletter/feed.atom",
    "/opportunities/feed.atom",
    "/outcomes/feed.atom",
)
CALENDARS = ("/events/calendar.ics", "/meetings/calendar.ics")
PLACE = {
    "type": "object",
    "required": ["@type"],
    "oneOf": [
        {"properties": {"@type": {"const": "Place"}}, "required": ["name"]},
        {"properties": {"@type": {"const": "VirtualLocation"}}, "required": ["url"]},
    ],
}
# What schema.org says of an Event, and what search engines want of one.
EVENT = {
    "type": "object",
    "required": ["@context", "@type", "name", "startDate", "endDate", "location", "eventStatus"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "Event"},
        "name": {"type": "string", "minLength": 1},
        "startDate": {"type": "string", "format": "date-time", "pattern": "T.*[+-]\\d\\d:\\d\\d$"},
        "endDate": {"type": "string", "pattern": "T.*[+-]\\d\\d:\\d\\d$"},
        "eventStatus": {
            "enum": ["https://schema.org/EventScheduled", "https://schema.org/EventCancelled"]
        },
        "eventAttendanceMode": {
            "pattern": "^https://schema.org/(Offline|Online|Mixed)EventAttendanceMode$"
        },
        "location": {"anyOf": [PLACE, {"type": "array", "items": PLACE}]},
        "isAccessibleForFree": {"type": "boolean"},
        "url": {"type": "string", "pattern": "^https?://"},
    },
}


@pytest.fixture
def site_of_odd_titles(site):
    """One of each kind, with a title that breaks what is not escaped."""
    NewsFactory(title=ODD)
    custodian = CustodianFactory()
    newsletters.send(newsletters.draft(by=custodian), by=custodian)
    return {
        "event": EventFactory(title=ODD, summary=ODD),
        "meeting": MeetingFactory(title=ODD, summary=ODD),
        "other": [
            ConsultationFactory(title=ODD, open=True),
            ChallengeFactory(title=ODD, live=True),
            PlacementFactory(title=ODD, live=True),
            JobFactory(title=ODD),
            Outcome.objects.create(
                title=ODD,
                what_changed=ODD,
                for_whom=ODD,
                state="published",
                published_at=timezone.now(),
                node=Node.objects.first(),
            ),
        ],
    }


def test_every_atom_feed_keeps_to_its_rules(client, site_of_odd_titles):
    answers = {path: client.get(path) for path in ATOM}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(
        ATOM, 200
    )
    assert {path: atom_faults(answer.content) for path, answer in answers.items()} == {
        path: [] for path in ATOM
    }
    empty = [path for path, answer in answers.items() if b"<entry" not in answer.content]
    assert empty == []


def test_every_calendar_is_read_as_it_was_meant(client, site_of_odd_titles):
    paths = [
        *CALENDARS,
        f"{site_of_odd_titles['event'].get_absolute_url()}calendar.ics",
        f"{site_of_odd_titles['meeting'].get_absolute_url()}calendar.ics",
    ]

    for path in paths:
        read = Calendar.from_ical(client.get(path).content)
        entries = read.walk("VEVENT")
        assert read.errors == [], path
        assert ODD in {str(one["SUMMARY"]) for one in entries}, path
        for one in entries:
            assert one.errors == [], path
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(one), path


@pytest.mark.parametrize("kind", ["event", "meeting"])
def test_search_engines_read_an_event_of_schema_org(client, site_of_odd_titles, kind):
    page = client.get(site_of_odd_titles[kind].get_absolute_url()).content.decode()

    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    said = json.loads(text)
    jsonschema.Draft202012Validator(EVENT).validate(said)
    assert said["name"] == ODD
