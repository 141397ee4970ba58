"""The meeting of May 2018, entered as it was: agenda, postponed item, slides, the next meeting."""

import datetime

import pytest
import time_machine

from community.choices.agenda import ItemKind
from community.forms.times import moment
from community.models import Meeting
from community.services import agenda, bookings, meetings, papers, updates
from community.services.booking_sheets import open_sheet
from tests.factories.profiles import CustodianFactory, MembershipFactory, UserFactory
from tests.support import documents

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

STANDING = [
    {"title": "Welcome and introductions", "minutes": 5, "kind": "ordinary"},
    {"title": "Notes of the last meeting", "minutes": 5, "kind": "last_notes"},
    {"title": "Matters arising", "minutes": 10, "kind": "matters"},
    {"title": "Members’ updates", "minutes": 15, "kind": "updates"},
    {"title": "Date and place of the next meeting", "minutes": 5, "kind": "next"},
]


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    settings.PERSONAL_FILES_ROOT = tmp_path / "personal"


def at(day: datetime.date, hour: int, minute: int) -> datetime.datetime:
    return moment(day, datetime.time(hour, minute))


def entered(custodian) -> Meeting:
    """Through the verbs that the desk uses."""
    series = meetings.make_series(by=custodian, title="Meetings of the Forum")
    agenda.set_standing(series, by=custodian, rows=STANDING)
    day = datetime.date(2018, 5, 23)
    meeting = meetings.make_meeting(
        series, by=custodian, starts=at(day, 10, 30), ends=at(day, 11, 55),
        place="The Exchange", address="Centenary Square, Birmingham", mode="in_person",
    )  # fmt: skip
    for title, who, minutes in (
        ("Six events on transport data", "Imogen Fell", 15),
        ("Active lifestyles: a hack proposal", "Rafe Okoye", 20),
        ("Students who help older people online", "Bryony Latch", 10),
        ("Data on homelessness and rental sites", "Tam Weaver", 20),
    ):
        agenda.add_item(
            meeting, by=custodian, title=title, owner_name=who, minutes=minutes,
            kind=ItemKind.PRESENTATION,
        )  # fmt: skip
    agenda.postpone_item(meeting.items.get(owner_name="Tam Weaver"), by=custodian)
    for who in ("Imogen Fell", "Rafe Okoye"):
        item = meeting.items.get(owner_name=who)
        papers.add_paper(item, by=custodian, title=f"Slides: {item.title}", content=documents.pdf())
    meetings.announce_meeting(meeting, by=custodian)
    return meeting


def test_the_meeting_of_may_2018_has_a_field_for_everything(client, site):
    custodian = CustodianFactory()
    meeting = entered(custodian)
    day = datetime.date(2018, 7, 18)

    following = meetings.make_meeting(
        meeting.series, by=custodian, starts=at(day, 10, 30), ends=at(day, 13, 0),
        place="The Lock Works", address="Wolverhampton", summary="With a buffet lunch.",
    )  # fmt: skip
    meetings.announce_meeting(following, by=custodian)
    page = client.get("/meetings/2018/05/23/")

    assert [(row["number"], row["time"], row["title"]) for row in page.context["rows"]] == [
        (1, "10:30", "Welcome and introductions"),
        (2, "10:35", "Notes of the last meeting"),
        (3, "10:40", "Matters arising"),
        (4, "10:50", "Members’ updates"),
        (5, "11:05", "Six events on transport data"),
        (6, "11:20", "Active lifestyles: a hack proposal"),
        (7, "11:40", "Students who help older people online"),
        (None, "", "Data on homelessness and rental sites"),
        (8, "11:50", "Date and place of the next meeting"),
    ]
    said = page.content.decode()
    assert "10:30 to 11:55" in said
    assert said.count("Slides: ") == 4  # beside the item, and among the papers
    assert 'to <a href="/meetings/2018/07/18/">Meeting of 18 July 2018</a>' in said
    assert [str(item) for item in following.items.order_by("order")] == [
        *(row["title"] for row in STANDING[:-1]),
        "Data on homelessness and rental sites",
        "Date and place of the next meeting",
    ]
    assert following.items.get(owner_name="Tam Weaver").moved_from.meeting == meeting


def test_what_went_around_the_meeting_has_a_field_too(client, site):
    """Members' one-page updates, the hack proposal to circulate, and who stays for lunch in July.

    The flier of six events is in ``test_event_intake``, who was there and what was said in ``test_may_2018``.
    """
    custodian, member = CustodianFactory(), MembershipFactory()
    with time_machine.travel(at(datetime.date(2018, 5, 14), 9, 0), tick=False):
        meeting = entered(custodian)
        until = at(datetime.date(2018, 5, 21), 23, 59)
        meetings.change_meeting(meeting, by=custodian, updates_by=until)
        updates.write_update(
            meeting, member.organisation, by=member.user, text="We opened our tree survey."
        )
        papers.add_paper(
            meeting.items.get(owner_name="Rafe Okoye"), by=custodian,
            title="The proposal on one page", link="https://forum.example/active.pdf",
        )  # fmt: skip
        starts = at(datetime.date(2018, 7, 18), 10, 30)
        july = meetings.make_meeting(
            meeting.series, by=custodian, starts=starts, ends=starts + datetime.timedelta(hours=3),
            place="The Lock Works", address="Wolverhampton",
        )  # fmt: skip
        meetings.announce_meeting(july, by=custodian)
        lunch = {"title": "Buffet lunch, 1 to 2 pm", "places": 20, "food": True}
        parts = [{"title": "The meeting", "places": None, "food": False}, lunch]
        sheet = open_sheet(july, by=custodian, places=40, asks_diet=True, parts=parts)
        bookings.book(sheet, by=member.user, name="Priya Rao", parts=list(sheet.parts.all()))
        bookings.book(
            sheet, by=UserFactory(), name="Paul Webb", parts=list(sheet.parts.filter(food=False))
        )
        question = client.get(sheet.get_absolute_url()).content.decode()
        pack = client.get("/meetings/2018/05/23/pack/").content.decode()

    assert "What do you stay for?" in question
    assert {part.title: part.taken for part in sheet.parts.all()} == {
        "The meeting": 2,
        "Buffet lunch, 1 to 2 pm": 1,
    }
    assert "We opened our tree survey." in pack
    assert "The proposal on one page" in pack


def test_the_pack_holds_agenda_papers_and_updates(client, site):
    entered(CustodianFactory())

    page = client.get("/meetings/2018/05/23/pack/").content.decode()

    assert "Active lifestyles: a hack proposal" in page
    assert "Slides: Six events on transport data" in page
    assert "None were sent." in page
    assert "<style" not in page
