"""The record of the meeting of May 2018: who was there, notes, actions, agreed and locked. Invented names."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from community.models import Action, AgendaItem, Attendance, ItemNote, Meeting
from community.services import agenda, meetings
from community.services import notes as services
from tests.factories.community_notes import ActionFactory, AttendanceFactory, publish
from tests.factories.profiles import CustodianFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
BST = datetime.timezone(datetime.timedelta(hours=1))
ATTENDED = """Priya Rao (Severn Housing)
Paul Webb (Birmingham Libraries)
Pia Bone (Dudley Museum)
Colin Pell (Tile Hill College)
Grace Hill (Tile Hill College)
(Walsall Allotments)"""
APOLOGIES = "Una Kay (Aston Data Society)\nTom Ash (Solihull Sports)"
NOTES = {
    "Notes of the last meeting": "Agreed without changes.",
    "Matters arising": "Birmingham burial data: positive talks, still no data.\n"
    "Action: PR to liaise with PW & PB about the burial data",
    "The Forum's site": "484 visits since the last meeting. Anyone may draft an event, only "
    "administrators publish.\nAction: GH to draft the flier of six transport events",
    "Transport data catalogue": "A catalogue is wanted; there is no good metadata standard. Worries "
    "about security and open source.\nCP to circulate the one-page hack proposal on active lifestyles\n"
    "GH and CP to look for a standard",
    "Members' updates": "Interest in data on homelessness and rental sites. Students help older people "
    "with technology.\nAction: All to send one-page summaries",
}
AGENDA = [
    ("Welcome", 5, "Paul Webb"),
    ("Notes of the last meeting", 5, "Paul Webb"),
    ("Matters arising", 10, "Priya Rao"),
    ("The Forum's site", 10, "Grace Hill"),
    ("Mapping bus stops", 15, "Pia Bone"),
    ("Reading meters", 15, "Colin Pell"),
    ("Transport data catalogue", 15, "Colin Pell"),
    ("Open source and security", 10, "Una Kay"),
    ("Members' updates", 10, ""),
]


def post(client: Client, name: str, *args, **data):
    answer = client.post(reverse(f"community:{name}", args=args), data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer


def the_meeting(by) -> Meeting:
    """Made, filled and announced by the verbs of meetings; the one before it has notes."""
    series = meetings.make_series(by=by, title="The Forum")
    before = datetime.datetime(2018, 2, 21, 10, 30, tzinfo=datetime.UTC)
    former = meetings.make_meeting(
        series, by=by, starts=before, ends=before + datetime.timedelta(hours=2), place="Walsall"
    )
    meetings.announce_meeting(former, by=by)
    publish(former, "The talks about burial data begin.")
    ActionFactory(
        meeting=former,
        text="Ask for Birmingham burial data",
        owners=[AttendanceFactory(meeting=former, named=True)],
    )
    starts = datetime.datetime(2018, 5, 23, 10, 30, tzinfo=BST)
    made = meetings.make_meeting(
        series,
        by=by,
        starts=starts,
        ends=datetime.datetime(2018, 5, 23, 11, 55, tzinfo=BST),
        place="The long room",
        host=OrganisationFactory(name="Birmingham Libraries"),
    )
    for title, minutes, owner in AGENDA:
        agenda.add_item(made, by=by, title=title, minutes=minutes, owner_name=owner)
    meetings.announce_meeting(made, by=by)
    return made


def test_the_meeting_of_may_2018_is_entered_whole(site):
    by = CustodianFactory()
    meeting = the_meeting(by)
    desk = Client()
    desk.force_login(by)
    pk = meeting.pk

    matters = desk.get(reverse("community:desk_notes", args=[pk])).content.decode()
    assert "Ask for Birmingham burial data" in matters
    assert "carried over 1 meeting" in matters

    people = {"act": "enter", "named": "on"}
    post(desk, "desk_people", pk, lines=ATTENDED, state="attended", **people)
    post(desk, "desk_people", pk, lines=APOLOGIES, state="apologies", **people)
    for title, text in NOTES.items():
        item = AgendaItem.objects.get(meeting=meeting, title=title)
        post(desk, "desk_note", pk, item.pk, text=text)
    postponed = AgendaItem.objects.get(meeting=meeting, title="Open source and security")
    agenda.postpone_item(postponed, by=by)
    catalogue = AgendaItem.objects.get(meeting=meeting, title="Transport data catalogue")
    post(
        desk, "desk_decision_new", pk, text="We want a transport data catalogue.", item=catalogue.pk
    )

    found = desk.get(reverse("community:desk_actions_read", args=[pk])).context["form"]
    fields = {name: found[name].value() or "" for name in found.fields}
    fields |= {f"keep_{n}": "on" for n in range(found.number)}
    post(desk, "desk_actions_read", pk, **fields)
    post(desk, "desk_notes", meeting.series.meetings.before(meeting).get().pk, act="agree", at=pk)
    july = datetime.datetime(2018, 7, 18, 10, 30, tzinfo=BST)
    following = meetings.make_meeting(
        meeting.series,
        by=by,
        starts=july,
        ends=july + datetime.timedelta(hours=3, minutes=30),
        place="Wolverhampton",
    )
    meetings.announce_meeting(following, by=by)
    post(desk, "desk_notes", pk, act="circulate")
    post(desk, "desk_notes", pk, act="agree", at=following.pk)
    post(desk, "desk_notes", pk, act="lock")

    owners = {
        row.text.split(" to ", 1)[1]: ["all"] * row.everyone
        + sorted(who.initials for who in row.owners.all())
        for row in Action.objects.filter(meeting=meeting)
    }
    assert owners == {
        "liaise with PW & PB about the burial data": ["PR"],
        "draft the flier of six transport events": ["GH"],
        "circulate the one-page hack proposal on active lifestyles": ["CP"],
        "look for a standard": ["CP", "GH"],
        "send one-page summaries": ["all"],
    }
    assert Attendance.objects.filter(meeting=meeting).count() == 8
    assert ItemNote.objects.filter(meeting=meeting).count() == 5
    [moved] = following.items.all()
    assert (moved.title, moved.moved_from) == ("Open source and security", postponed)

    page = Client().get("/meetings/2018/05/23/").content.decode()
    for words in (
        *("Severn Housing", "Walsall Allotments", "Aston Data Society", "Una Kay"),
        *(
            "positive talks, still no data",
            "484 visits",
            "Decision 1",
            following.get_absolute_url(),
        ),
        *("PR to liaise with PW &amp; PB", "Priya Rao", "all members", "Mapping bus stops"),
        *("Agreed at", "18 July 2018", "homelessness"),
    ):
        assert words in page, words
    former = (
        Client()
        .get(meeting.series.meetings.before(meeting).get().get_absolute_url())
        .content.decode()
    )
    assert "23 May 2018" in former
    assert services.notes_of(meeting).state == "locked"
