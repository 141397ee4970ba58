"""Six events of the demo region, read from a flier as a member would paste it, and one that waits."""

from datetime import date, time, timedelta
from typing import Any

from django.db import transaction

from community import intake
from community.choices.gatherings import Mode
from community.clock import span
from community.intake import Found
from community.models import Event
from community.services import event_life, event_series, events

from . import accounts
from .seed import Region

FLIER = """What is on: transport data

Bus data hack night
{0}, 6pm to 9pm
Signal Box, Coventry
Timetables, boardings and a wall to pin maps on. Bring a laptop, or somebody who has one.

Counting step-free stops
{1}, 10.30 to 11.55
Holloway Bank College, Dudley
What two students found at 340 stops, and how to do the same where you live.

Timetables for beginners
{2}, 18:00 to 20:00
Blythe Libraries, Solihull
No code. We open one bus timetable together and see what is inside.

Cycling counters at lunch (online)
{3}, 12:00 to 13:00
An hour with the people who look after the counters.

Open transport data surgery
{4}, 14:00 to 16:30
The Lock Works, Wolverhampton
Bring a file that will not open, or a question about a licence.

A transport data catalogue: what should be in it?
{5}, 10:00 to 12:30
The Exchange, Birmingham
There is no good metadata standard yet. Help to write down what people look for.
"""
AHEAD = (9, 15, 22, 29, 43, 57)
PLACES = ("coventry", "dudley", "solihull", "", "wolverhampton", "birmingham")


@transaction.atomic
def build_events(region: Region) -> None:
    """Through the verbs that members and custodians use; one of them was called off."""
    host = region.organisations["three-spires-transport"]
    lead = region.leads["three-spires-transport"]
    days = (_in_words(region.today + timedelta(days=number)) for number in AHEAD)
    reading = intake.read_flier(FLIER.format(*days), today=region.today)
    rows = [
        {
            **_fields(found),
            "district": region.districts.get(place),
            "organisation": host,
            "themes": [region.themes["transport"]],
            "is_demo": True,
        }
        for found, place in zip(reading.found, PLACES, strict=True)
    ]
    made = event_series.draft_several(rows, by=lead, send_in=True)
    published = events.approve_together(made[0], by=region.custodian)
    event_life.call_off(
        Event.objects.select_related("state", "organisation__state").get(pk=published[2].pk),
        by=lead,
        why="The library is closed that week. A new day follows.",
    )
    _one_that_waits(region)


def _one_that_waits(region: Region) -> None:
    """Sent in by a student: the custodians find it at their desk."""
    users = (one.user for one in region.people if one.user is not None)
    student = next(user for user in users if user.email == accounts.STUDENT)
    day = region.today + timedelta(days=36)
    starts, ends = span(day, time(17, 30), day, time(19, 30))
    draft = events.draft_event(
        by=student,
        title="Active lifestyles: a hack evening",
        summary="Parks, pitches and who does not use them.",
        starts=starts,
        ends=ends,
        mode=Mode.HYBRID,
        place="Arden Vale, room 2",
        district=region.districts["coventry"],
        organiser="Students of Arden Vale",
        themes=[region.themes["health-and-care"]],
        is_demo=True,
    )
    events.submit_event(draft, by=student)


def _fields(found: Found) -> dict[str, Any]:
    """What was read of one event, as the verb takes it. The flier gives all of its times."""
    assert found.begins is not None
    assert found.finishes is not None
    starts, ends = span(found.day, found.begins, found.day, found.finishes)
    return {
        "title": found.title,
        "description": found.description,
        "summary": found.description.partition(". ")[0].rstrip(".") + ".",
        "place": found.place,
        "mode": Mode.ONLINE if found.online else Mode.IN_PERSON,
        "starts": starts,
        "ends": ends,
    }


def _in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
