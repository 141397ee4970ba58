"""The record of the demo's past meeting: who was there, notes that are out, actions; and who represents us."""

from datetime import timedelta

from django.db import transaction

from community.choices.notes import Presence, SeriesPart
from community.models import Meeting
from community.services import actions, attendance, groups, notes
from community.services.attendance import Row

from .meetings import SERIES
from .seed import Region

THERE = (
    ("Joanna Pike", "Arden Vale University", Presence.ATTENDED, True),
    ("Samir Haddad", "Arden Vale University", Presence.ATTENDED, True),
    ("Tomasz Zielinski", "Five Ways Allotments", Presence.ATTENDED, True),
    ("Priya Rao", "Severn Housing", Presence.ATTENDED, False),
    ("", "Lickey Libraries", Presence.ATTENDED, False),
    ("Una Kay", "Tile Hill College", Presence.ONLINE, True),
    ("Edwin Marlow", "Stour Archives", Presence.APOLOGIES, True),
)
SAID = {
    "Notes of the last meeting": "There was no meeting before this one.",
    "Matters arising": "**Burial data**: positive talks with the city, still no data.\n\n"
    "Action: JP to ask again, with PR",
    "Counting step-free bus stops": "- 340 stops in eight weeks\n"
    "- the hardest part was to learn whom to ask\n\nTZ to circulate the form that was used",
    "Members’ brief updates": "Interest in data on rents. Action: All to send a page before the next meeting",
}


@transaction.atomic
def build_notes(region: Region) -> None:
    """Through the verbs of the desk; one action is overdue, and belongs to somebody with an account."""
    by = region.custodian
    meeting = Meeting.objects.filter(series__title=SERIES).order_by("starts").first()
    assert meeting is not None
    rows = [
        Row(name=name, organisation_name=body, state=state, named=named)
        for name, body, state, named in THERE
    ]
    owner = region.people[0].user
    rows.append(Row(name="Robin Ames", user=owner, named=True))
    people = {line.initials: line for line in attendance.fill(meeting, rows, by=by)}
    items = {item.title: item for item in meeting.items.all()}
    for title, text in SAID.items():
        notes.write(meeting, by=by, text=text, item=items[title])
    stops = items["Counting step-free bus stops"]
    notes.decide(meeting, by=by, text="The form is published for anybody to reuse.", item=stops)
    matters, updates = items["Matters arising"], items["Members’ brief updates"]
    for text, owners, item in (
        ("JP to ask again, with PR", ["JP"], matters),
        ("TZ to circulate the form that was used", ["TZ"], stops),
        ("RA to ask three councils for their lists of stops", ["RA"], stops),
    ):
        actions.add_action(
            meeting, by=by, text=text, owners=[people[mark] for mark in owners], item=item,
            due=region.today - timedelta(days=4),
        )  # fmt: skip
    page = "All to send a page before the next meeting"
    actions.add_action(meeting, by=by, text=page, everyone=True, item=updates)
    notes.circulate(meeting, by=by)
    _away(region)


def _away(region: Region) -> None:
    by, somebody = region.custodian, region.people[0].user
    group = groups.start_group(
        by=by,
        title="Task group on transport data",
        purpose="Find a standard for the metadata of transport data, and try it on ten tables.",
        ends_on=region.today + timedelta(days=120),
    )
    for name, user, named, part in (
        ("Una Kay", None, True, SeriesPart.CHAIR),
        ("Robin Ames", somebody, False, SeriesPart.MEMBER),
    ):
        groups.add_member(
            group.series, by=by, name=name, user=user, named=named, part=part,
            organisation_name="Tile Hill College",
        )  # fmt: skip
    groups.delegate(
        by=by, where="The regional transport board", name="Robin Ames", user=somebody, named=True,
        purpose="Ask that timetables are published as open data.",
        since=region.today - timedelta(days=100), until=region.today + timedelta(days=200),
    )  # fmt: skip
