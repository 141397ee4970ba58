"""Two meetings of the demo region: one that was, with slides, and one to come."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from community.choices.agenda import ItemKind
from community.models import Meeting, MeetingSeries
from community.services import agenda, meetings, papers, updates

from .seed import Region

SERIES = "Meetings of the Forum"
STANDING = (
    ("Welcome and introductions", 5, ItemKind.ORDINARY),
    ("Notes of the last meeting", 5, ItemKind.LAST_NOTES),
    ("Matters arising", 10, ItemKind.MATTERS),
    ("Members’ brief updates", 20, ItemKind.UPDATES),
    ("Date and place of the next meeting", 5, ItemKind.NEXT),
)
WAYS = (
    "Seven minutes’ level walk from the station; the tram stops outside. Step-free to the room, "
    "with a lift to the left of the door, and a hearing loop. Ask us for anything else you need."
)


@transaction.atomic
def build_meetings(region: Region) -> None:
    """Through the verbs of the desk; one item was postponed from the first to the second."""
    by = region.custodian
    series = meetings.make_series(
        by=by, title=SERIES, summary="Open to everybody, every second month."
    )
    agenda.set_standing(
        series,
        by=by,
        rows=[{"title": title, "minutes": n, "kind": kind} for title, n, kind in STANDING],
    )
    past = _past(region, series)
    meetings.announce_meeting(past, by=by)
    coming = _coming(region, series)
    meetings.announce_meeting(coming, by=by)
    trustee, pantry = region.leads["sowe-valley-pantry"], region.organisations["sowe-valley-pantry"]
    words = (
        "Referrals are up by a fifth since spring. We look for somebody who reads a year of them."
    )
    updates.write_update(coming, pantry, by=trustee, text=words)


def _past(region: Region, series: MeetingSeries) -> Meeting:
    by, district = region.custodian, region.districts["birmingham"]
    meeting = meetings.make_meeting(
        series, by=by, starts=_at(region.today - timedelta(days=25), 10, 30),
        ends=_at(region.today - timedelta(days=25), 12, 0), mode="hybrid",
        place="The Exchange", address="Centenary Square, Birmingham", ways=WAYS,
        summary="Bus stops, allotments and a year of plans.", district=district, is_demo=True,
    )  # fmt: skip
    stops = agenda.add_item(
        meeting, by=by, title="Counting step-free bus stops", minutes=25,
        kind=ItemKind.PRESENTATION, owner_name="Joanna Pike and Samir Haddad",
        text="Two students audited 340 stops, and say what they learned about asking councils.",
    )  # fmt: skip
    link = "https://slides.example/bus-stops"
    papers.add_paper(stops, by=by, title="Counting step-free bus stops: slides", link=link)
    agenda.add_item(meeting, by=by, title="Break", minutes=10, kind=ItemKind.PAUSE)
    allotments = agenda.add_item(
        meeting, by=by, title="A data trust for allotments", minutes=20,
        kind=ItemKind.PRESENTATION, owner_name="Tomasz Zielinski",
    )  # fmt: skip
    agenda.postpone_item(allotments, by=by)
    return meeting


def _coming(region: Region, series: MeetingSeries) -> Meeting:
    by, day = region.custodian, region.today + timedelta(days=24)
    meeting = meetings.make_meeting(
        series, by=by, starts=_at(day, 10, 30), ends=_at(day, 13, 0), mode="hybrid",
        place="The Lock Works", address="Wolverhampton", ways=WAYS,
        summary="Homelessness data, and twenty minutes for whoever brings a problem.",
        district=region.districts["wolverhampton"], is_demo=True,
        updates_by=_at(day - timedelta(days=5), 23, 59),
        priorities=list(region.priorities.values())[:1], nodes=list(region.nodes.values())[:1],
    )  # fmt: skip
    item = agenda.add_item(
        meeting, by=by, title="Homelessness data: who holds what", minutes=30,
        kind=ItemKind.PRESENTATION, owner_name="Nadia Rahman",
        text="Seven organisations keep a count, in five formats.",
    )  # fmt: skip
    papers.add_paper(
        item, by=by, title="Homelessness data on one page", link="https://papers.example/homes",
        members_only=True, accessible=True,
    )  # fmt: skip
    agenda.add_item(meeting, by=by, title="Lunch", minutes=60, kind=ItemKind.PAUSE)
    return meeting


def _at(day: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
